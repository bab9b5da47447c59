package io.cmaclip.model.image;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;

/** Images drawn for tests. */
final class Images {
  private Images() {}

  /** Circles of many colours, the same for the same seed. */
  static BufferedImage circles(int width, int height, int type, long seed) {
    BufferedImage image = new BufferedImage(width, height, type);
    Random random = new Random(seed);
    Graphics2D graphics = image.createGraphics();
    for (int i = 0; i < 200; i++) {
      graphics.setColor(new Color(random.nextInt(1 << 24)));
      int size = 2 + random.nextInt(Math.max(2, width / 4));
      graphics.fillOval(random.nextInt(width), random.nextInt(height), size, size);
    }
    graphics.dispose();
    return image;
  }

  static byte[] encoded(BufferedImage image, String format) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, format, out)) {
        throw new IllegalArgumentException("no writer for " + format);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** The pixels from {@code getRGB}: rows from the top, R G B. */
  static byte[] levels(BufferedImage image) {
    byte[] levels = new byte[3 * image.getWidth() * image.getHeight()];
    int out = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int colour = image.getRGB(x, y);
        levels[out++] = (byte) (colour >> 16);
        levels[out++] = (byte) (colour >> 8);
        levels[out++] = (byte) colour;
      }
    }
    return levels;
  }

  /** Inserts a segment after the start of a JPEG. */
  static byte[] withSegment(byte[] jpeg, int marker, byte[] body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(jpeg, 0, 2);
    out.write(0xFF);
    out.write(marker);
    out.write((body.length + 2) >> 8);
    out.write(body.length + 2);
    out.writeBytes(body);
    out.write(jpeg, 2, jpeg.length - 2);
    return out.toByteArray();
  }

  /** The body of an EXIF segment with only the orientation. */
  static byte[] exif(int orientation) {
    return new byte[] {
      'E',
      'x',
      'i',
      'f',
      0,
      0,
      'M',
      'M',
      0,
      42,
      0,
      0,
      0,
      8,
      0,
      1,
      1,
      0x12,
      0,
      3,
      0,
      0,
      0,
      1,
      0,
      (byte) orientation,
      0,
      0,
      0,
      0,
      0,
      0
    };
  }

  /** A progressive JPEG. */
  static byte[] progressive(BufferedImage image) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam param = writer.getDefaultWriteParam();
    param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writer.setOutput(ImageIO.createImageOutputStream(out));
    writer.write(null, new IIOImage(image, null, null), param);
    writer.dispose();
    return out.toByteArray();
  }
}
