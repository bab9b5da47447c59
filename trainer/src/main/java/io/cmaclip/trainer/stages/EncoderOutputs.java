package io.cmaclip.trainer.stages;

import io.cmaclip.cli.ProgressBar;
import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.trainer.batches.Batch;
import io.cmaclip.trainer.batches.BatchMaker;
import io.cmaclip.trainer.batches.Encoded;
import io.cmaclip.trainer.cache.BlockCache;
import io.cmaclip.trainer.cache.CacheLimits;
import io.cmaclip.trainer.data.ListingSet;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Outputs of frozen encoders, computed once per listing and kept within limits; what does not fit
 * is encoded with its batch each time. Listings are encoded in an order and in groups that depend
 * on the data alone, so a resumed run finds the same bits.
 *
 * <p>Filled by the training thread; {@link #of} may then be asked by any thread.
 */
final class EncoderOutputs implements AutoCloseable {
  private static final int GROUP = 128;

  private final int imageTokens;
  private final int imageWidth;
  private final int textWidth;
  private final BlockCache cache;
  private final int[] imageBlocks;
  private final int[] textBlocks;
  private int blocks;

  private EncoderOutputs(ListingSet listings, Architecture architecture, CacheLimits limits) {
    this.imageTokens = architecture.image().tokens();
    this.imageWidth = architecture.encodedImageWidth();
    this.textWidth = architecture.encodedTextWidth();
    this.cache = new BlockCache(limits);
    this.imageBlocks = new int[listings.size()];
    this.textBlocks = new int[listings.size()];
    Arrays.fill(imageBlocks, -1);
    Arrays.fill(textBlocks, -1);
  }

  /**
   * Encodes listings with a model whose encoders are frozen, until the limits are reached.
   *
   * @param members listings to encode
   * @param pictures whether pictures stay as they are, so that their outputs can be used again
   * @param titles the same of titles
   */
  static EncoderOutputs fill(
      TrainableModel model,
      BatchMaker maker,
      ListingSet listings,
      int[] members,
      Architecture architecture,
      boolean pictures,
      boolean titles,
      CacheLimits limits) {
    EncoderOutputs outputs = new EncoderOutputs(listings, architecture, limits);
    int[] order =
        Arrays.stream(members)
            .boxed()
            .sorted(Comparator.comparingInt(i -> titleLength(listings, i)))
            .mapToInt(Integer::intValue)
            .toArray();
    try (ProgressBar bar = ProgressBar.start("encode once", "listings", order.length)) {
      for (int from = 0; from < order.length && !outputs.cache.isFull(); from += GROUP) {
        int[] group = Arrays.copyOfRange(order, from, Math.min(order.length, from + GROUP));
        Batch batch = maker.plain(group, true, true);
        outputs.add(group, batch, model.encode(batch), pictures, titles);
        bar.step(group.length);
      }
    }
    return outputs;
  }

  private static int titleLength(ListingSet listings, int listing) {
    return listings.tokens(listing) == null ? 0 : listings.tokens(listing).length;
  }

  private void add(int[] group, Batch batch, float[][] encoded, boolean pictures, boolean titles) {
    int imageSize = imageTokens * imageWidth;
    int textSize = batch.tokensPerTitle() * textWidth;
    for (int i = 0; i < group.length; i++) {
      if (pictures && batch.hasImage()[i]) {
        imageBlocks[group[i]] = keep(encoded[0], i * imageSize, imageSize);
      }
      if (titles && batch.hasText()[i]) {
        int length = (int) batch.lengths()[i] * textWidth;
        textBlocks[group[i]] = keep(encoded[1], i * textSize, length);
      }
    }
  }

  private int keep(float[] values, int from, int length) {
    ByteBuffer block = ByteBuffer.allocate(4 * length).order(ByteOrder.LITTLE_ENDIAN);
    block.asFloatBuffer().put(values, from, length);
    boolean kept = cache.add(block);
    blocks++;
    return kept ? blocks - 1 : -1;
  }

  /** What is known of a batch. */
  Encoded of(Batch batch) {
    float[] image = new float[Math.multiplyExact(batch.size(), imageTokens * imageWidth)];
    float[] text = new float[Math.multiplyExact(batch.size(), batch.tokensPerTitle() * textWidth)];
    long[] imageRows =
        missing(batch.hasImage(), batch.imageOf(), imageBlocks, image, imageTokens * imageWidth);
    long[] textRows =
        missing(
            batch.hasText(), batch.textOf(), textBlocks, text, batch.tokensPerTitle() * textWidth);
    return new Encoded(image, imageRows, text, textRows);
  }

  /** Fills in what is kept, and returns the rows that have an input of which nothing is. */
  private long[] missing(boolean[] has, int[] of, int[] blockOf, float[] to, int rowSize) {
    return IntStream.range(0, has.length)
        .filter(
            row -> {
              int block = of[row] < 0 ? -1 : blockOf[of[row]];
              if (has[row] && block >= 0) {
                FloatBuffer values = cache.get(block).asFloatBuffer();
                values.get(to, row * rowSize, values.remaining());
              }
              return has[row] && block < 0;
            })
        .mapToLong(row -> row)
        .toArray();
  }

  @Override
  public void close() {
    cache.close();
  }
}
