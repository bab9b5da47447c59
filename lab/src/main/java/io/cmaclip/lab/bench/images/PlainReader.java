package io.cmaclip.lab.bench.images;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes an image as a Java program usually does: with Java's reader for the format, drawn into an
 * RGB buffer where the reader gives another type. The yardstick for our decoder.
 */
final class PlainReader {
  private PlainReader() {}

  /** Whether Java, or the class path, has a reader other than ours for the format. */
  static boolean reads(SampleFormat format) {
    return format != SampleFormat.WEBP;
  }

  /** Returns 3 * width * height levels, interleaved. */
  static byte[] levels(SampleFormat format, byte[] file) {
    ImageReader reader = ImageIO.getImageReadersByFormatName(format.imageIo()).next();
    try {
      reader.setInput(new MemoryCacheImageInputStream(new ByteArrayInputStream(file)), true, true);
      BufferedImage image = reader.read(0);
      byte[] levels = ((DataBufferByte) interleaved(image).getRaster().getDataBuffer()).getData();
      for (int i = 0; i < levels.length; i += 3) {
        byte blue = levels[i];
        levels[i] = levels[i + 2];
        levels[i + 2] = blue;
      }
      return levels;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      reader.dispose();
    }
  }

  private static BufferedImage interleaved(BufferedImage image) {
    if (image.getType() == BufferedImage.TYPE_3BYTE_BGR) {
      return image;
    }
    BufferedImage drawn =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = drawn.createGraphics();
    graphics.drawImage(image, 0, 0, null);
    graphics.dispose();
    return drawn;
  }
}
