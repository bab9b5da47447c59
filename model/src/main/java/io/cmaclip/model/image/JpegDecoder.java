package io.cmaclip.model.image;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import javax.imageio.ImageReader;

/**
 * JPEG by Java's own reader, which gives the reference's levels exactly, and CMYK from its raster.
 */
final class JpegDecoder {
  private JpegDecoder() {}

  static RgbImage decode(JpegFile file) throws UnreadableImageException, IOException {
    ImageReader reader = ImageReaders.ofJava("jpeg");
    try (ByteArrayImageInput input = new ByteArrayImageInput(file.bytes())) {
      boolean[] damaged = new boolean[1];
      reader.addIIOReadWarningListener((source, warning) -> damaged[0] = true);
      reader.setInput(input, true, true);
      RgbImage image;
      if (file.components() == 4) {
        image = fromCmyk(reader.readRaster(0, null), file.transform() == 2);
      } else {
        BufferedImage decoded = reader.read(0);
        image = RasterPixels.toRgb(decoded);
      }
      // A file that lost its end shows gray where data is missing; damage in the middle of a whole
      // file is let pass, as the reference does.
      if (damaged[0] && !file.endMarker()) {
        throw new UnreadableImageException("JPEG is cut off");
      }
      return image;
    } finally {
      reader.dispose();
    }
  }

  /**
   * Adobe stores CMYK inverted; R = (255 - C)(255 - K) / 255 in whole numbers, rounded, as Pillow
   * computes it. YCCK is CMY behind the YCbCr transform.
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

  /** Both arguments as stored, that is 255 minus the ink. */
  private static byte lit(int colour, int black) {
    int product = (255 - colour) * black + 128;
    return (byte) clip(black - (((product >> 8) + product) >> 8));
  }

  private static int clip(int level) {
    return Math.max(0, Math.min(255, level));
  }
}
