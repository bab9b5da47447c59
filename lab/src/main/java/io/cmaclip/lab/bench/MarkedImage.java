package io.cmaclip.lab.bench;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Makes any number of different images from a few. */
final class MarkedImage {
  private static final int SIDE = 16;
  private static final int STEP = 0x9E3779;
  private static final int COLOURS = 0xFFFFFF;

  private MarkedImage() {}

  /** Whether Java's readers read the file; they do not read WebP. */
  static boolean canMark(byte[] file) {
    try {
      return ImageIO.read(new ByteArrayInputStream(file)) != null;
    } catch (IOException e) {
      return false;
    }
  }

  /** The image with a square whose colour depends on the number, as PNG. */
  static byte[] of(byte[] file, int number) {
    try {
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(file));
      Graphics2D graphics = image.createGraphics();
      graphics.setColor(new Color(number * STEP & COLOURS));
      graphics.fillRect(0, 0, SIDE, SIDE);
      graphics.dispose();
      ByteArrayOutputStream marked = new ByteArrayOutputStream();
      ImageIO.write(image, "png", marked);
      return marked.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
