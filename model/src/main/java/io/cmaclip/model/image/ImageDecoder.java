package io.cmaclip.model.image;

import java.io.IOException;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;

/**
 * Decodes JPEG (RGB, gray, CMYK), PNG, GIF, WebP and BMP to what Pillow's {@code
 * Image.open(..).convert("RGB")} gives: equal for lossless formats and JPEG, within 2 levels for
 * CMYK; lossy WebP differs in its chroma by a few levels. The first frame counts, and what follows
 * it is not looked at. The format is told by the content; sizes are checked before memory for
 * pixels is taken, and no profile, text or thumbnail is ever unpacked.
 *
 * <p>Immutable; any number of threads may use one instance.
 */
public final class ImageDecoder {
  /**
   * A lossless WebP has as many code tables as it likes, of 5 KB each: libwebp's encoder makes at
   * most 2,600.
   */
  private static final long TABLE_BYTES = 64 << 20;

  /** What Java's reader of lossless WebP allocates for each pixel is 4 to 20 bytes. */
  private static final long LOSSLESS_PIXEL_BYTES = 32;

  private final ImageLimits limits;
  private final boolean upright;

  /**
   * @param upright whether EXIF orientation is followed. CLIP's own processor does not; people's
   *     photographs want it
   */
  public ImageDecoder(ImageLimits limits, boolean upright) {
    this.limits = limits;
    this.upright = upright;
  }

  /**
   * Decodes an image.
   *
   * @throws UnreadableImageException for everything that is not an image within the limits
   */
  public RgbImage decode(byte[] bytes) throws UnreadableImageException {
    ImageFormat format = ImageFormat.of(bytes);
    limits.checkBytes(bytes.length);
    try {
      return switch (format) {
        case JPEG -> jpeg(bytes);
        case PNG -> png(bytes);
        case GIF -> GifDecoder.decode(bytes, limits);
        case WEBP -> webp(bytes);
        case BMP -> bmp(bytes);
      };
    } catch (IOException | RuntimeException e) {
      // Readers meet broken files with any kind of exception, out-of-range indices among them.
      String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new UnreadableImageException("broken " + format + ": " + reason, e);
    }
  }

  private RgbImage jpeg(byte[] bytes) throws UnreadableImageException, IOException {
    JpegFile file = JpegFile.parse(bytes);
    limits.checkSize(file.width(), file.height());
    limits.checkScans(file.scans());
    return turned(JpegDecoder.decode(file), file.exif());
  }

  private RgbImage png(byte[] bytes) throws UnreadableImageException, IOException {
    PngFile file = PngFile.parse(bytes, limits);
    return turned(generic(ImageReaders.ofJava("png"), file.bytes(), false), file.exif());
  }

  private RgbImage webp(byte[] bytes) throws UnreadableImageException, IOException {
    WebpFile file = WebpFile.parse(bytes, limits);
    return turned(generic(ImageReaders.any("webp"), file.bytes(), file.lossless()), file.exif());
  }

  private RgbImage bmp(byte[] bytes) throws UnreadableImageException, IOException {
    BmpFile.check(bytes);
    return generic(ImageReaders.any("bmp"), bytes, false);
  }

  private RgbImage generic(ImageReader reader, byte[] bytes, boolean codeTables)
      throws UnreadableImageException, IOException {
    try (ByteArrayImageInput input = new ByteArrayImageInput(bytes)) {
      reader.setInput(input, true, true);
      int width = reader.getWidth(0);
      int height = reader.getHeight(0);
      limits.checkSize(width, height);
      if (codeTables) {
        input.limitAllocation(TABLE_BYTES + LOSSLESS_PIXEL_BYTES * width * height);
      }
      ImageReadParam whole = reader.getDefaultReadParam();
      return RasterPixels.toRgb(reader.read(0, whole));
    } finally {
      reader.dispose();
    }
  }

  private RgbImage turned(RgbImage image, byte[] exif) {
    return upright ? Orientation.ofExif(exif).turn(image) : image;
  }

  /**
   * Whether bytes begin as an image of a known format does, whatever they were declared to be.
   *
   * @param head the first 32 bytes, or all if there are fewer
   */
  public static boolean recognises(byte[] head) {
    try {
      ImageFormat.of(head);
      return true;
    } catch (UnreadableImageException e) {
      return false;
    }
  }
}
