package io.cmaclip.lab.bench.model;

import io.cmaclip.model.architecture.Fit;
import io.cmaclip.model.image.ImageDecoder;
import io.cmaclip.model.image.ImageLimits;
import io.cmaclip.model.image.ImageResizer;
import io.cmaclip.model.image.RgbImage;
import io.cmaclip.model.image.UnreadableImageException;
import io.cmaclip.trainer.metrics.Medians;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/**
 * Measures the CPU time of decoding images and resizing them to a model's input size. Owned by one
 * thread.
 */
final class ImageCost {
  /**
   * The cost of square images.
   *
   * @param format of the file
   * @param side width and height in pixels
   * @param bytes of the file
   * @param millis CPU time of one image, median of the rounds
   */
  record Cost(String format, int side, int bytes, double millis) {}

  /** Formats that Image I/O writes. */
  static final List<String> FORMATS = List.of("jpg", "png", "gif", "bmp", "webp");

  private static final int ROUNDS = 5;
  private static final long ROUND_NANOS = 200_000_000;

  private final ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT, true);
  private final ImageResizer resizer;
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

  /**
   * @param frame width and height of the model's input, in pixels
   */
  ImageCost(int frame) {
    this.resizer = new ImageResizer(frame, frame, Fit.CROP);
  }

  /**
   * @param format one of {@link #FORMATS}
   */
  Cost of(String format, int side) throws IOException {
    byte[] image = image(format, side);
    round(image); // warms up
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      millis.add(round(image));
    }
    return new Cost(format, side, image.length, Medians.of(millis));
  }

  private double round(byte[] image) {
    int count = 0;
    long start = threads.getCurrentThreadCpuTime();
    long used = 0;
    while (used < ROUND_NANOS) {
      resizer.resize(decode(image));
      count++;
      used = threads.getCurrentThreadCpuTime() - start;
    }
    return used / 1e6 / count;
  }

  private RgbImage decode(byte[] image) {
    try {
      return decoder.decode(image);
    } catch (UnreadableImageException e) {
      throw new IllegalStateException("cannot decode the generated image", e);
    }
  }

  /** A patterned ellipse on a soft background, similar to a product image. */
  private static byte[] image(String format, int side) throws IOException {
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setPaint(new GradientPaint(0, 0, Color.WHITE, side, side, new Color(215, 215, 220)));
    graphics.fillRect(0, 0, side, side);
    graphics.setColor(new Color(150, 40, 60));
    Ellipse2D product = new Ellipse2D.Double(side * 0.2, side * 0.1, side * 0.6, side * 0.8);
    graphics.fill(product);
    graphics.setClip(product);
    graphics.setColor(new Color(230, 210, 120));
    graphics.setStroke(new BasicStroke(Math.max(1, side / 100f)));
    for (int x = -side; x < side; x += Math.max(4, side / 25)) {
      graphics.drawLine(x, 0, x + side, side);
    }
    graphics.dispose();
    Random random = new Random(side);
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        // Camera noise: without it a JPEG has almost nothing to decode.
        int grain = random.nextInt(13) - 6;
        Color colour = new Color(image.getRGB(x, y));
        image.setRGB(
            x,
            y,
            new Color(
                    clamp(colour.getRed() + grain),
                    clamp(colour.getGreen() + grain),
                    clamp(colour.getBlue() + grain))
                .getRGB());
      }
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    if (!ImageIO.write(image, format, file)) {
      throw new IllegalStateException("no writer for " + format);
    }
    return file.toByteArray();
  }

  private static int clamp(int level) {
    return Math.max(0, Math.min(255, level));
  }
}
