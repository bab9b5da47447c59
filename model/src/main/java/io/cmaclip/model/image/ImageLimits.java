package io.cmaclip.model.image;

/**
 * What a decoder refuses before it takes memory for pixels.
 *
 * @param maxBytes longest encoded image, in bytes
 * @param maxSide longest side, in pixels
 * @param maxPixels largest area, in pixels; decoding takes about 3 to 11 bytes for each
 * @param maxScans most scans of a progressive JPEG: each costs a pass over all pixels, however few
 *     bytes it has
 * @param maxExifBytes longest EXIF block that is looked at; in a longer one the orientation is not
 *     followed. Colour profiles are never read, however long
 */
public record ImageLimits(
    int maxBytes, int maxSide, long maxPixels, int maxScans, int maxExifBytes) {
  /** 64 MiB, sides up to 30,000, 50 million pixels, 100 scans, 1 MiB of EXIF. */
  public static final ImageLimits DEFAULT = new ImageLimits(64 << 20, 30_000, 50_000_000);

  /** With the default for scans and EXIF. */
  public ImageLimits(int maxBytes, int maxSide, long maxPixels) {
    this(maxBytes, maxSide, maxPixels, 100, 1 << 20);
  }

  public ImageLimits {
    if (maxBytes < 1 || maxSide < 1 || maxPixels < 1 || maxScans < 1 || maxExifBytes < 1) {
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

  void checkScans(int scans) throws UnreadableImageException {
    if (scans > maxScans) {
      throw new UnreadableImageException(
          scans + " scans; a JPEG of at most " + maxScans + " is decoded");
    }
  }
}
