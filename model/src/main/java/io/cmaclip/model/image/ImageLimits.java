package io.cmaclip.model.image;

/**
 * Limits that the decoder checks before it allocates memory for pixels.
 *
 * @param maxBytes longest encoded image, in bytes
 * @param maxSide longest side, in pixels
 * @param maxPixels largest area, in pixels
 * @param maxDecodedPixels largest area that {@link ImageDecoder#decodeForResize} decodes at full
 *     size, in pixels; decoding allocates about 3 to 11 bytes per pixel
 * @param maxScans most scans of a progressive JPEG; each scan costs a pass over all pixels
 * @param maxExifBytes longest EXIF block that is read; the orientation in a longer one is ignored
 */
public record ImageLimits(
    int maxBytes,
    int maxSide,
    long maxPixels,
    long maxDecodedPixels,
    int maxScans,
    int maxExifBytes) {
  private static final long DECODED_PIXELS = 20_000_000;

  /** That decoders of such images may need, besides the decoded image, for each decoded pixel. */
  private static final long BYTES_PER_PIXEL = 20;

  /**
   * 64 MiB, 30,000 pixels per side, 210 million pixels (phone cameras have up to 200 million), of
   * which 20 million are decoded at full size, 100 scans, 1 MiB of EXIF.
   */
  public static final ImageLimits DEFAULT = new ImageLimits(64 << 20, 30_000, 210_000_000);

  /** Uses the default limits for decoded pixels, scans and EXIF. */
  public ImageLimits(int maxBytes, int maxSide, long maxPixels) {
    this(maxBytes, maxSide, maxPixels, Math.min(maxPixels, DECODED_PIXELS), 100, 1 << 20);
  }

  public ImageLimits {
    if (maxBytes < 1
        || maxSide < 1
        || maxPixels < 1
        || maxDecodedPixels < 1
        || maxScans < 1
        || maxExifBytes < 1) {
      throw new IllegalArgumentException("limits must be at least 1");
    }
  }

  /** The default limits with another {@code maxPixels}. */
  public static ImageLimits ofPixels(long maxPixels) {
    return new ImageLimits(DEFAULT.maxBytes(), DEFAULT.maxSide(), maxPixels);
  }

  void checkBytes(int length) throws UnreadableImageException {
    if (length > maxBytes) {
      throw new UnreadableImageException(length + " bytes; the limit is " + maxBytes);
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
              + " pixels; the limits are "
              + maxSide
              + " per side and "
              + maxPixels
              + " in total");
    }
  }

  /**
   * Checks the size of an image whose decoder needs memory for all pixels, whatever the size that
   * it decodes to.
   *
   * @param bytesPerPixel that the decoder needs besides the decoded image
   * @param what the format, for the message
   */
  void checkWhole(int width, int height, int bytesPerPixel, String what)
      throws UnreadableImageException {
    long most = BYTES_PER_PIXEL * maxDecodedPixels / bytesPerPixel;
    if ((long) width * height > most) {
      throw new UnreadableImageException(
          width + " x " + height + " pixels; the limit for " + what + " is " + most);
    }
  }

  /** Each scan costs a pass over all pixels: a larger image may have fewer of them. */
  void checkScans(int scans, int width, int height) throws UnreadableImageException {
    long pixels = Math.max(maxDecodedPixels, (long) width * height);
    long most = Math.max(1, maxScans * maxDecodedPixels / pixels);
    if (scans > most) {
      throw new UnreadableImageException("JPEG with " + scans + " scans; the limit is " + most);
    }
  }

  /** The smallest factor that reduces an image to {@code maxDecodedPixels}. */
  int step(int width, int height) {
    int step = 1;
    while ((long) reduced(width, step) * reduced(height, step) > maxDecodedPixels) {
      step++;
    }
    return step;
  }

  static int reduced(int length, int step) {
    return (length + step - 1) / step;
  }
}
