package io.cmaclip.model.image;

import java.awt.image.Raster;
import java.io.IOException;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;

/**
 * Decodes JPEG with libjpeg-turbo where it is installed, otherwise with Java's reader. The levels
 * of both equal Pillow's. Thread-safe.
 */
final class JpegDecoder {
  private final JpegLibrary library;

  JpegDecoder(JpegLibrary library) {
    this.library = library;
  }

  JpegLibrary library() {
    return library;
  }

  /**
   * Whether libjpeg-turbo decodes the file. CMYK needs another conversion, and only Java's reader
   * tells what a file without an end marker lacks.
   */
  boolean isTurbo(JpegFile file) {
    return library.turbo().isPresent() && file.components() != 4 && file.endMarker();
  }

  /**
   * Decodes to the heap.
   *
   * @param step reduces width and height by this factor
   */
  RgbImage decode(JpegFile file, int step) throws UnreadableImageException, IOException {
    if (isTurbo(file) && TurboJpeg.REDUCTIONS.contains(step)) {
      return library.turbo().get().decode(file, step, NativePixels::copy);
    }
    return withJava(file, step);
  }

  /**
   * Decodes with libjpeg-turbo.
   *
   * @param file for which {@link #isTurbo} holds
   * @param reduction one of {@link TurboJpeg#REDUCTIONS}
   */
  <T> T decode(JpegFile file, int reduction, TurboJpeg.Use<T> use) throws UnreadableImageException {
    return library.turbo().orElseThrow().decode(file, reduction, use);
  }

  private static RgbImage withJava(JpegFile file, int step)
      throws UnreadableImageException, IOException {
    ImageReader reader = ImageReaders.ofJava("jpeg");
    try (ByteArrayImageInput input = new ByteArrayImageInput(file.bytes())) {
      boolean[] damaged = new boolean[1];
      // Extra bytes after the last row do not matter: some writers pad the file instead of ending
      // it.
      reader.addIIOReadWarningListener(
          (source, warning) -> damaged[0] |= !warning.contains("extraneous"));
      reader.setInput(input, true, true);
      ImageReadParam param = reader.getDefaultReadParam();
      ImageReaders.reduce(param, step);
      RgbImage image;
      if (file.components() == 4) {
        image = fromCmyk(reader.readRaster(0, param), file.transform() == 2);
      } else {
        image = RasterPixels.toRgb(reader.read(0, param));
      }
      // In a truncated file the missing part would be gray. Like Pillow, damage inside a complete
      // file is accepted.
      if (!file.endMarker() && (damaged[0] || file.scans() > 1)) {
        throw new UnreadableImageException("JPEG is truncated");
      }
      return image;
    } finally {
      reader.dispose();
    }
  }

  /**
   * Adobe stores CMYK inverted; R = (255 - C)(255 - K) / 255 in whole numbers, rounded, as Pillow
   * computes it. YCCK is CMY after the YCbCr transform.
   */
  private static RgbImage fromCmyk(Raster raster, boolean ycck) {
    int width = raster.getWidth();
    int height = raster.getHeight();
    byte[] rgb = new byte[3 * width * height];
    int[] row = new int[4 * width];
    int out = 0;
    for (int y = 0; y < height; y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int x = 0; x < 4 * width; x += 4) {
        int c = row[x];
        int m = row[x + 1];
        int ye = row[x + 2];
        int black = row[x + 3];
        if (ycck) {
          int luma = c;
          int cb = m - 128;
          int cr = ye - 128;
          // libjpeg's fixed point, 16 fractional bits.
          c = 255 - clip(luma + ((91881 * cr + 32768) >> 16));
          m = 255 - clip(luma + ((-22554 * cb - 46802 * cr + 32768) >> 16));
          ye = 255 - clip(luma + ((116130 * cb + 32768) >> 16));
        }
        rgb[out++] = lit(c, black);
        rgb[out++] = lit(m, black);
        rgb[out++] = lit(ye, black);
      }
    }
    return new RgbImage(width, height, rgb);
  }

  /** Both arguments are stored levels: 255 minus the ink. */
  private static byte lit(int colour, int black) {
    int product = (255 - colour) * black + 128;
    return (byte) clip(black - (((product >> 8) + product) >> 8));
  }

  private static int clip(int level) {
    return Math.max(0, Math.min(255, level));
  }
}
