package io.cmaclip.model.predictor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.preprocessing.PreparedListing;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Native buffers for the tensors of a batch, reused for the next batch so that native memory stays
 * constant. The tensors are views of the buffers and are invalid after the next call. Owned by one
 * predictor.
 */
final class BatchBuffers {
  private final Architecture architecture;
  private ByteBuffer pixels = ByteBuffer.allocateDirect(0);
  private ByteBuffer tokens = ByteBuffer.allocateDirect(0);
  private ByteBuffer flags = ByteBuffer.allocateDirect(0);
  private ByteBuffer lengths = ByteBuffer.allocateDirect(0);

  BatchBuffers(Architecture architecture) {
    this.architecture = architecture;
  }

  /**
   * Checks that the model accepts the listings.
   *
   * @throws IllegalArgumentException when it does not
   */
  void check(List<PreparedListing> batch) {
    batch.forEach(listing -> architecture.check(listing.pixels(), listing.tokens()));
  }

  /** Returns the arguments of {@code serve}, on the manager's device. */
  NDArray[] tensors(NDManager manager, List<PreparedListing> batch) {
    check(batch);
    List<byte[]> images =
        batch.stream().filter(PreparedListing::hasImage).map(PreparedListing::pixels).toList();
    return withTitles(manager, pixels(manager, images), batch);
  }

  /**
   * Returns the arguments of {@code serve_encoded}, on the manager's device.
   *
   * @param encoded outputs of the image encoder for each listing with an image
   */
  NDArray[] tensors(NDManager manager, List<PreparedListing> batch, List<float[]> encoded) {
    int tokensOfImage = architecture.image().tokens();
    int width = architecture.encodedImageWidth();
    pixels = cleared(pixels, (long) Float.BYTES * encoded.size() * tokensOfImage * width);
    encoded.forEach(
        outputs -> {
          pixels.asFloatBuffer().put(outputs);
          pixels.position(pixels.position() + Float.BYTES * outputs.length);
        });
    NDArray images =
        tensor(manager, pixels.flip(), DataType.FLOAT32, encoded.size(), tokensOfImage, width);
    return withTitles(manager, images, batch);
  }

  /** Returns images, I 3 H W, on the manager's device. */
  NDArray pixels(NDManager manager, List<byte[]> images) {
    pixels = cleared(pixels, (long) images.size() * architecture.image().pixelBytes());
    images.forEach(pixels::put);
    return tensor(
        manager,
        pixels.flip(),
        DataType.UINT8,
        images.size(),
        3,
        architecture.image().height(),
        architecture.image().width());
  }

  private NDArray[] withTitles(NDManager manager, NDArray images, List<PreparedListing> batch) {
    int size = batch.size();
    int titles = 0;
    int longest = 1;
    for (PreparedListing listing : batch) {
      titles += listing.hasText() ? 1 : 0;
      longest = Math.max(longest, listing.hasText() ? listing.tokens().length : 0);
    }
    tokens = cleared(tokens, 8L * titles * longest);
    flags = cleared(flags, 2L * size);
    lengths = cleared(lengths, 8L * size);
    for (PreparedListing listing : batch) {
      lengths.putLong(listing.hasText() ? listing.tokens().length : 0);
      if (listing.hasText()) {
        for (int t = 0; t < longest; t++) {
          // Padding is masked by length, so its ids do not matter.
          tokens.putLong(t < listing.tokens().length ? listing.tokens()[t] : 0);
        }
      }
      flags.put(flags.position(), (byte) (listing.hasImage() ? 1 : 0));
      flags.put(flags.position() + size, (byte) (listing.hasText() ? 1 : 0));
      flags.position(flags.position() + 1);
    }
    return new NDArray[] {
      images,
      tensor(manager, tokens.flip(), DataType.INT64, titles, longest),
      tensor(manager, flags.slice(0, size), DataType.BOOLEAN, size),
      tensor(manager, flags.slice(size, size), DataType.BOOLEAN, size),
      tensor(manager, lengths.flip(), DataType.INT64, size)
    };
  }

  private static NDArray tensor(NDManager manager, ByteBuffer data, DataType type, long... shape) {
    return shape[0] == 0
        ? manager.zeros(new Shape(shape), type)
        : manager.create(data, new Shape(shape), type);
  }

  /** Returns an empty buffer; grows in large steps and never shrinks. */
  private static ByteBuffer cleared(ByteBuffer buffer, long bytes) {
    int needed = Math.toIntExact(bytes);
    ByteBuffer fit =
        buffer.capacity() >= needed
            ? buffer
            : ByteBuffer.allocateDirect(
                (int) Math.min(Integer.MAX_VALUE - 8, needed * 5L / 4 + 64));
    return fit.clear().order(ByteOrder.nativeOrder());
  }
}
