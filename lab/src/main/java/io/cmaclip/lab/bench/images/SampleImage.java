package io.cmaclip.lab.bench.images;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.Random;

/** A drawn image that costs a decoder about as much as a product photograph. */
final class SampleImage {
  /** Amplitude of the camera noise; without noise a JPEG has almost nothing to decode. */
  private static final int GRAIN = 6;

  private SampleImage() {}

  /** A patterned ellipse on a soft background with camera noise; equal sizes give equal pixels. */
  static BufferedImage draw(Size size) {
    int width = size.width();
    int height = size.height();
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setPaint(
        new GradientPaint(0, 0, Color.WHITE, width, height, new Color(215, 215, 220)));
    graphics.fillRect(0, 0, width, height);
    graphics.setColor(new Color(150, 40, 60));
    Ellipse2D product = new Ellipse2D.Double(width * 0.2, height * 0.1, width * 0.6, height * 0.8);
    graphics.fill(product);
    graphics.setClip(product);
    graphics.setColor(new Color(230, 210, 120));
    graphics.setStroke(new BasicStroke(Math.max(1, width / 100f)));
    for (int x = -height; x < width; x += Math.max(4, width / 25)) {
      graphics.drawLine(x, 0, x + height, height);
    }
    graphics.dispose();
    addGrain(((DataBufferInt) image.getRaster().getDataBuffer()).getData(), width);
    return image;
  }

  /** Adds camera noise to colours 0xRRGGBB. */
  static void addGrain(int[] colours, int seed) {
    Random random = new Random(seed);
    for (int i = 0; i < colours.length; i++) {
      int grain = random.nextInt(2 * GRAIN + 1) - GRAIN;
      int colour = colours[i];
      colours[i] =
          level((colour >> 16 & 0xFF) + grain) << 16
              | level((colour >> 8 & 0xFF) + grain) << 8
              | level((colour & 0xFF) + grain);
    }
  }

  private static int level(int value) {
    return Math.max(0, Math.min(255, value));
  }
}
