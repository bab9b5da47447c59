package io.cmaclip.model.image;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;

/**
 * Decodes JPEG (RGB, gray, CMYK, YCCK), PNG, GIF, WebP and BMP like Pillow's {@code
 * Image.open(..).convert("RGB")}; docs/images.md lists the differences. Only the first frame is
 * decoded. The content determines the format. Sizes are checked before memory for pixels is
 * allocated; profiles, texts and thumbnails are never decompressed.
 *
 * <p>Thread-safe. Large images are decoded one at a time, since a decoder may need 400 MB for one.
 */
public final class ImageDecoder {
  /** Length of the head that {@link #recognises} needs, in bytes. */
  public static final int HEAD_BYTES = ImageFormat.HEAD_BYTES;

  /** Images up to this area, in pixels, are decoded side by side. */
  private static final int SMALL_PIXELS = 4_000_000;

  private final Semaphore large = new Semaphore(1, true);
  private final ImageLimits limits;
  private final boolean upright;
  private final DecodeMode mode;
  private final JpegDecoder jpeg;

  /**
   * Decodes exactly.
   *
   * @param upright whether the EXIF orientation is applied. CLIP's processor does not apply it, but
   *     photographs need it
   */
  public ImageDecoder(ImageLimits limits, boolean upright) {
    this(limits, upright, DecodeMode.EXACT);
  }

  /**
   * @param mode of {@link #decodeResized}
   */
  public ImageDecoder(ImageLimits limits, boolean upright, DecodeMode mode) {
    this(limits, upright, mode, JpegLibrary.find());
  }

  ImageDecoder(ImageLimits limits, boolean upright, DecodeMode mode, JpegLibrary library) {
    this.limits = limits;
    this.upright = upright;
    this.mode = mode;
    this.jpeg = new JpegDecoder(library);
  }

  /** What decodes JPEG on this machine, for logs. */
  public static String jpegLibrary() {
    return JpegLibrary.find().description();
  }

  /**
   * Decodes an image at full size.
   *
   * @throws UnreadableImageException for anything but an image within the limits
   */
  public RgbImage decode(byte[] bytes) throws UnreadableImageException {
    return decode(bytes, false);
  }

  /**
   * Decodes an image that is going to be resized to a much smaller size. An image with more than
   * {@link ImageLimits#maxDecodedPixels} is decoded at reduced size, which bounds the memory.
   *
   * @throws UnreadableImageException for anything but an image within the limits
   */
  public RgbImage decodeForResize(byte[] bytes) throws UnreadableImageException {
    return decode(bytes, true);
  }

  /**
   * Decodes and resizes an image, without a copy of its pixels where the decoder allows it. An
   * image with more than {@link ImageLimits#maxDecodedPixels} is decoded at reduced size; with
   * {@link DecodeMode#FAST} also smaller ones.
   *
   * @return levels at the size of the resizer, planar
   * @throws UnreadableImageException for anything but an image within the limits
   */
  public byte[] decodeResized(byte[] bytes, ImageResizer resizer) throws UnreadableImageException {
    if (ImageFormat.of(bytes) != ImageFormat.JPEG) {
      return resizer.resize(decodeForResize(bytes));
    }
    limits.checkBytes(bytes.length);
    try {
      return jpegResized(bytes, resizer);
    } catch (IOException | RuntimeException e) {
      throw broken(ImageFormat.JPEG, e);
    }
  }

  private RgbImage decode(byte[] bytes, boolean reducible) throws UnreadableImageException {
    ImageFormat format = ImageFormat.of(bytes);
    limits.checkBytes(bytes.length);
    try {
      return switch (format) {
        case JPEG -> jpeg(bytes, reducible);
        case PNG -> png(bytes, reducible);
        case GIF -> gif(bytes);
        case WEBP -> webp(bytes, reducible);
        case BMP -> bmp(bytes, reducible);
        default -> throw new UnreadableImageException(format + " is not supported");
      };
    } catch (IOException | RuntimeException e) {
      throw broken(format, e);
    }
  }

  /** Readers throw any kind of exception for broken files, such as IndexOutOfBoundsException. */
  private static UnreadableImageException broken(ImageFormat format, Exception e) {
    String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new UnreadableImageException("broken " + format + ": " + reason, e);
  }

  private RgbImage jpeg(byte[] bytes, boolean reducible)
      throws UnreadableImageException, IOException {
    JpegFile file = checkedJpeg(bytes);
    int step = step(reducible, file.width(), file.height());
    return inTurn(file.width(), file.height(), () -> turned(jpeg.decode(file, step), file.exif()));
  }

  private byte[] jpegResized(byte[] bytes, ImageResizer resizer)
      throws UnreadableImageException, IOException {
    JpegFile file = checkedJpeg(bytes);
    int step = limits.step(file.width(), file.height());
    if (!jpeg.isTurbo(file) || step > TurboJpeg.MOST_REDUCTION) {
      return resizer.resize(
          inTurn(file.width(), file.height(), () -> turned(jpeg.decode(file, step), file.exif())));
    }
    ImageSize stored = new ImageSize(file.width(), file.height());
    Orientation orientation = upright ? Orientation.ofExif(file.exif()) : Orientation.UPRIGHT;
    ImageSize full = orientation.swapped() ? stored.swapped() : stored;
    int least = mode == DecodeMode.FAST ? resizer.reduction(full, TurboJpeg.REDUCTIONS) : 1;
    Reduction reduction =
        new Reduction(full, TurboJpeg.reduction(Math.max(least, step)), orientation);
    // Only a progressive JPEG needs memory for all pixels of the file.
    int held = file.scans() > 1 ? 1 : reduction.factor();
    return inTurn(
        ImageLimits.reduced(file.width(), held),
        ImageLimits.reduced(file.height(), held),
        () ->
            jpeg.decode(
                file,
                reduction.factor(),
                pixels ->
                    resizer.resize(
                        orientation.equals(Orientation.UPRIGHT)
                            ? pixels
                            : orientation.turn(pixels.copy()),
                        reduction)));
  }

  private JpegFile checkedJpeg(byte[] bytes) throws UnreadableImageException {
    JpegFile file = JpegFile.parse(bytes);
    int width = file.width();
    int height = file.height();
    limits.checkSize(width, height);
    limits.checkScans(file.scans(), width, height);
    if (file.scans() > 1) {
      // libjpeg holds the coefficients of all pixels.
      limits.checkWhole(
          width, height, Math.max(1, file.coefficientBytes()), "such a progressive JPEG");
    }
    return file;
  }

  private RgbImage png(byte[] bytes, boolean reducible)
      throws UnreadableImageException, IOException {
    PngFile file = PngFile.parse(bytes, limits);
    return turned(generic(ImageReaders.ofJava("png"), file.bytes(), reducible), file.exif());
  }

  private RgbImage webp(byte[] bytes, boolean reducible)
      throws UnreadableImageException, IOException {
    WebpFile file = WebpFile.parse(bytes, limits);
    int width = file.canvas().width();
    int height = file.canvas().height();
    if (file.lossless()) {
      limits.checkWhole(width, height, 4, "a lossless WebP");
    }
    int step = step(reducible, width, height);
    return inTurn(width, height, () -> turned(WebpDecoder.decode(file, step), file.exif()));
  }

  private RgbImage gif(byte[] bytes) throws UnreadableImageException, IOException {
    GifFile file = GifFile.parse(bytes, limits);
    return inTurn(file.width(), file.height(), () -> GifDecoder.decode(file, limits));
  }

  private RgbImage bmp(byte[] bytes, boolean reducible)
      throws UnreadableImageException, IOException {
    BmpFile.check(bytes);
    return generic(ImageReaders.any("bmp"), bytes, reducible);
  }

  private RgbImage generic(ImageReader reader, byte[] bytes, boolean reducible)
      throws UnreadableImageException, IOException {
    try (ByteArrayImageInput input = new ByteArrayImageInput(bytes)) {
      reader.setInput(input, true, true);
      int width = reader.getWidth(0);
      int height = reader.getHeight(0);
      limits.checkSize(width, height);
      ImageReadParam param = reader.getDefaultReadParam();
      ImageReaders.reduce(param, step(reducible, width, height));
      return inTurn(width, height, () -> RasterPixels.toRgb(reader.read(0, param)));
    } finally {
      reader.dispose();
    }
  }

  @FunctionalInterface
  private interface Decoding<T> {
    T run() throws UnreadableImageException, IOException;
  }

  private <T> T inTurn(int width, int height, Decoding<T> decoding)
      throws UnreadableImageException, IOException {
    if ((long) width * height <= SMALL_PIXELS) {
      return decoding.run();
    }
    large.acquireUninterruptibly();
    try {
      return decoding.run();
    } finally {
      large.release();
    }
  }

  private int step(boolean reducible, int width, int height) {
    return reducible ? limits.step(width, height) : 1;
  }

  private RgbImage turned(RgbImage image, byte[] exif) {
    return upright ? Orientation.ofExif(exif).turn(image) : image;
  }

  /**
   * Whether the bytes start like an image of a known format. Formats that are known but not
   * supported count too: decoding them fails with the name of the format.
   *
   * @param head the first {@link #HEAD_BYTES} bytes, or all bytes of a shorter file
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
