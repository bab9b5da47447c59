package io.cmaclip.model.image;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentSampleModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.DirectColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * The stored levels of an image as RGB, as Pillow's {@code convert("RGB")} gives them: no colour
 * profile, no gamma (Java takes gray for linear light), alpha dropped and not blended, the high
 * byte of 16-bit colour, but 16-bit gray clipped at 255.
 */
final class RasterPixels {
  private RasterPixels() {}

  static RgbImage toRgb(BufferedImage image) throws UnreadableImageException {
    ColorModel colours = image.getColorModel();
    Raster raster = image.getRaster();
    if (colours instanceof IndexColorModel palette) {
      return fromPalette(raster, palette);
    }
    if (colours instanceof DirectColorModel) {
      return fromPacked(image);
    }
    if (raster.getTransferType() == DataBuffer.TYPE_BYTE) {
      byte[] own = ownLevels(raster);
      return own == null
          ? fromBands(raster, 0)
          : new RgbImage(raster.getWidth(), raster.getHeight(), own);
    }
    if (raster.getTransferType() == DataBuffer.TYPE_USHORT) {
      return fromBands(raster, raster.getNumBands() == 1 ? -1 : 8);
    }
    throw new UnreadableImageException("pixels of an unknown kind: " + colours);
  }

  /**
   * The buffer of an 8-bit RGB or BGR image itself, put into RGB order in place; null otherwise.
   */
  private static byte[] ownLevels(Raster raster) {
    int width = raster.getWidth();
    int height = raster.getHeight();
    if (raster.getNumBands() != 3
        || !(raster.getSampleModel() instanceof ComponentSampleModel model)
        || !(raster.getDataBuffer() instanceof DataBufferByte buffer)
        || model.getPixelStride() != 3
        || model.getScanlineStride() != 3 * width
        || buffer.getNumBanks() != 1
        || buffer.getOffset() != 0
        || buffer.getSize() != 3L * width * height) {
      return null;
    }
    int[] offsets = model.getBandOffsets();
    byte[] levels = buffer.getData();
    if (offsets[1] != 1 || levels.length != 3 * width * height) {
      return null;
    }
    if (offsets[0] == 0 && offsets[2] == 2) {
      return levels;
    }
    if (offsets[0] != 2 || offsets[2] != 0) {
      return null;
    }
    for (int i = 0; i < levels.length; i += 3) {
      byte blue = levels[i];
      levels[i] = levels[i + 2];
      levels[i + 2] = blue;
    }
    return levels;
  }

  /** Bands of samples; {@code shift} bits are dropped, -1 clips at 255 instead. */
  private static RgbImage fromBands(Raster raster, int shift) {
    int width = raster.getWidth();
    int height = raster.getHeight();
    int bands = raster.getNumBands();
    int green = bands >= 3 ? 1 : 0;
    int blue = bands >= 3 ? 2 : 0;
    byte[] rgb = new byte[3 * width * height];
    int[] row = new int[bands * width];
    int out = 0;
    for (int y = 0; y < height; y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int x = 0; x < row.length; x += bands) {
        rgb[out++] = level(row[x], shift);
        rgb[out++] = level(row[x + green], shift);
        rgb[out++] = level(row[x + blue], shift);
      }
    }
    return new RgbImage(width, height, rgb);
  }

  private static byte level(int sample, int shift) {
    return (byte) (shift < 0 ? Math.min(255, sample) : sample >> shift);
  }

  private static RgbImage fromPalette(Raster raster, IndexColorModel palette) {
    int width = raster.getWidth();
    int height = raster.getHeight();
    int[] colours = new int[palette.getMapSize()];
    palette.getRGBs(colours);
    byte[] rgb = new byte[3 * width * height];
    int[] row = new int[width];
    int out = 0;
    for (int y = 0; y < height; y++) {
      raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 0, row);
      for (int index : row) {
        // An index beyond the palette is black, as an unset entry is.
        int colour = index < colours.length ? colours[index] : 0;
        rgb[out++] = (byte) (colour >> 16);
        rgb[out++] = (byte) (colour >> 8);
        rgb[out++] = (byte) colour;
      }
    }
    return new RgbImage(width, height, rgb);
  }

  private static RgbImage fromPacked(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] rgb = new byte[3 * width * height];
    int[] row = new int[width];
    int out = 0;
    for (int y = 0; y < height; y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int colour : row) {
        rgb[out++] = (byte) (colour >> 16);
        rgb[out++] = (byte) (colour >> 8);
        rgb[out++] = (byte) colour;
      }
    }
    return new RgbImage(width, height, rgb);
  }
}
