package io.cmaclip.trainer.stages;

import io.cmaclip.cli.ProgressBar;
import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.trainer.batches.Batch;
import io.cmaclip.trainer.batches.BatchMaker;
import io.cmaclip.trainer.batches.Encoded;
import io.cmaclip.trainer.batches.ImageSize;
import io.cmaclip.trainer.batches.Provenance;
import io.cmaclip.trainer.cache.BlockCache;
import io.cmaclip.trainer.cache.CacheLimits;
import io.cmaclip.trainer.data.ListingSet;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Cache of the outputs of frozen encoders. Outputs that exceed the limits are computed again with
 * each batch. Order and grouping depend on the data alone, so a resumed run computes the same bits.
 *
 * <p>The training thread fills it; afterwards {@link #with} is thread-safe.
 */
final class EncoderOutputs implements AutoCloseable {
  private static final int GROUP = 128;

  private final ListingSet listings;
  private final BatchMaker maker;
  private final boolean images;
  private final boolean titles;
  private final int imageTokens;
  private final int imageWidth;
  private final int textWidth;
  private final BlockCache cache;
  private final int[] imageBlocks;
  private final int[] textBlocks;
  private int blocks;

  /**
   * An empty cache.
   *
   * @param images whether images are not augmented, so that their outputs are reusable
   * @param titles the same for titles
   */
  EncoderOutputs(
      ListingSet listings,
      Architecture architecture,
      CacheLimits limits,
      boolean images,
      boolean titles) {
    this.listings = listings;
    this.maker = BatchMaker.unaugmented(listings, ImageSize.of(architecture.image()));
    this.images = images;
    this.titles = titles;
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
   * Encodes listings until the limits are reached.
   *
   * @param model with frozen encoders
   * @param members listings to encode
   */
  void fill(TrainableModel model, int[] members) {
    int[] order = listings.byTitleLength(IntStream.of(members));
    try (ProgressBar bar = ProgressBar.start("encode once", "listings", order.length)) {
      for (int from = 0; from < order.length && !cache.isFull(); from += GROUP) {
        int[] group = Arrays.copyOfRange(order, from, Math.min(order.length, from + GROUP));
        Batch batch = maker.plain(group, true, true);
        add(group, batch, model.encode(batch));
        bar.step(group.length);
      }
    }
  }

  private void add(int[] group, Batch batch, float[][] encoded) {
    int imageSize = imageTokens * imageWidth;
    int textSize = batch.tokensPerTitle() * textWidth;
    for (int i = 0; i < group.length; i++) {
      if (images && batch.images().provenance().has(i)) {
        imageBlocks[group[i]] = keep(encoded[0], i * imageSize, imageSize);
      }
      if (titles && batch.titles().provenance().has(i)) {
        int length = batch.titles().lengths()[i] * textWidth;
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

  /** Adds the cached outputs to a batch. */
  Batch with(Batch batch) {
    return batch.with(
        known(batch.images().provenance(), imageBlocks, imageTokens * imageWidth),
        known(batch.titles().provenance(), textBlocks, batch.tokensPerTitle() * textWidth));
  }

  /** Cached outputs, and the rows whose input has no cached output. */
  private Encoded known(Provenance provenance, int[] blockOf, int rowSize) {
    int rows = provenance.source().length;
    float[] outputs = new float[Math.multiplyExact(rows, rowSize)];
    long[] missing =
        IntStream.range(0, rows)
            .filter(provenance::has)
            .filter(
                row -> {
                  int source = provenance.source()[row];
                  int block = source < 0 ? -1 : blockOf[source];
                  if (block >= 0) {
                    FloatBuffer values = cache.get(block).asFloatBuffer();
                    values.get(outputs, row * rowSize, values.remaining());
                  }
                  return block < 0;
                })
            .mapToLong(row -> row)
            .toArray();
    return new Encoded(outputs, missing);
  }

  @Override
  public void close() {
    cache.close();
  }
}
