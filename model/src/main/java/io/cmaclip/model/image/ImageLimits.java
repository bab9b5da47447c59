package io.cmaclip.model.image;

/**
 * What a decoder refuses before it takes memory for pixels.
 *
 * @param maxBytes longest encoded picture, in bytes
 * @param maxSide longest side, in pixels
 * @param maxPixels largest area, in pixels; decoding takes about 3 to 8 bytes for each
 */
public record ImageLimits(int maxBytes, int maxSide, long maxPixels) {
  /** 64 MiB, sides up to 30,000, 50 million pixels. */
  public static final ImageLimits DEFAULT = new ImageLimits(64 << 20, 30_000, 50_000_000);

  public ImageLimits {
    if (maxBytes < 1 || maxSide < 1 || maxPixels < 1) {
      throw new IllegalArgumentException("limits must be at least 1");
    }
  }

  void checkBytes(int length) throws UnreadableImageException {
    if (length > maxBytes) {
      throw new UnreadableImageException(length + " bytes; at most " + maxBytes + " are decoded");
    }
  }

  void checkSize(int width, int height) throws UnreadableImageException {
    if (width < 1 || height < 1) {
      throw new UnreadableImageException("no pixels: " + width + " x " + height);
    }
    if (width > maxSide || height > maxSide || (long) width * height > maxPixels) {
      throw new UnreadableImageException(
          width
              + " x "
              + height
              + " pixels; at most "
              + maxSide
              + " a side and "
              + maxPixels
              + " in all are decoded");
    }
  }
}
