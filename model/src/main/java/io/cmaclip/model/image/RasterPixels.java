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
 * Converts the stored levels of an image to RGB like Pillow's {@code convert("RGB")}: no colour
 * profile, no gamma (Java interprets gray as linear light), alpha dropped and not blended, the high
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
    if (colours instanceof DirectColorModel packed) {
      return fromPacked(image, packed);
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
    throw new UnreadableImageException("unsupported pixel type: " + colours);
  }

  /** The buffer of an 8-bit RGB or BGR image, converted to RGB in place; null for other layouts. */
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

  /** Drops {@code shift} low bits of each sample; -1 clips at 255 instead. */
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
        // As in Pillow, an index beyond the palette is black.
        int colour = index < colours.length ? colours[index] : 0;
        rgb[out++] = (byte) (colour >> 16);
        rgb[out++] = (byte) (colour >> 8);
        rgb[out++] = (byte) colour;
      }
    }
    return new RgbImage(width, height, rgb);
  }

  private static RgbImage fromPacked(BufferedImage image, DirectColorModel colours) {
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] rgb = new byte[3 * width * height];
    Raster raster = image.getRaster();
    if (image.getType() == BufferedImage.TYPE_INT_ARGB
        || image.getType() == BufferedImage.TYPE_INT_RGB) {
      int[] row = new int[width];
      int out = 0;
      for (int y = 0; y < height; y++) {
        raster.getDataElements(0, y, width, 1, row);
        for (int colour : row) {
          rgb[out++] = (byte) (colour >> 16);
          rgb[out++] = (byte) (colour >> 8);
          rgb[out++] = (byte) colour;
        }
      }
      return new RgbImage(width, height, rgb);
    }
    // Pillow scales samples of fewer bits to 0 .. 255 and rounds down.
    for (int band = 0; band < 3; band++) {
      int largest = (1 << colours.getComponentSize(band)) - 1;
      int[] row = new int[width];
      for (int y = 0; y < height; y++) {
        raster.getSamples(0, y, width, 1, band, row);
        for (int x = 0; x < width; x++) {
          rgb[3 * (y * width + x) + band] = (byte) (row[x] * 255 / largest);
        }
      }
    }
    return new RgbImage(width, height, rgb);
  }
}
