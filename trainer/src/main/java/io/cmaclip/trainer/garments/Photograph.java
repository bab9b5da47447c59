package io.cmaclip.trainer.garments;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Camera, light and JPEG encoding of an image. */
final class Photograph {
  static final int WIDTH = 96;
  static final int HEIGHT = 128;

  /** The canvas is larger than the image, so that fine patterns do not alias. */
  private static final int OVERSAMPLING = 2;

  static final int CANVAS_WIDTH = WIDTH * OVERSAMPLING;
  static final int CANVAS_HEIGHT = HEIGHT * OVERSAMPLING;

  private Photograph() {}

  static Graphics2D smoothGraphics(BufferedImage image) {
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    return g;
  }

  /** Maps body units to canvas pixels; frames the figure from the neck down. */
  static AffineTransform camera(Cut cut, Draw draw) {
    double top = draw.between(9, 12);
    double bottom = 98;
    double spread = Math.max(cut.hem() * 2 + 4, 33);
    double zoom = Math.min(HEIGHT / (bottom - top), WIDTH / spread);
    double canvas = zoom * OVERSAMPLING * draw.between(.97, 1.04);
    AffineTransform camera = new AffineTransform();
    camera.translate(
        CANVAS_WIDTH * (.5 + draw.normal(0, .02)), CANVAS_HEIGHT * (.5 + draw.normal(0, .01)));
    camera.rotate(Math.toRadians(draw.normal(0, 1.5)));
    camera.scale(canvas * draw.between(.96, 1.04), canvas);
    camera.translate(0, -(top + bottom) / 2);
    return camera;
  }

  /** Reduces the canvas to the image, then adds tint, exposure, fall-off, blur and grain. */
  static BufferedImage develop(BufferedImage canvas, Draw draw) {
    double warmth = draw.normal(0, .03);
    double exposure = Math.exp(draw.normal(-.01, .06));
    double[] gain = {exposure * (1 + warmth), exposure, exposure * (1 - warmth)};
    double contrast = draw.between(.86, 1.08);
    double fall = draw.between(-.08, .08);
    double fallDown = draw.between(-.08, .04);
    double grain = draw.chance(.5) ? draw.between(0, 4) : 0;
    double blur = draw.chance(.15) ? draw.between(.2, .55) : 0;
    boolean shade = draw.chance(.06);
    double shadeFrom = draw.between(.2, .8);
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    double[] levels = average(canvas);
    if (blur > 0) {
      levels = soften(levels, blur);
    }
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        double light =
            1 + fall * (x / (double) WIDTH - .5) * 2 + fallDown * (y / (double) HEIGHT - .5) * 2;
        if (shade && x + y * .4 > WIDTH * (shadeFrom + .2)) {
          light *= .78;
        }
        double noise = grain > 0 ? draw.normal(0, grain) : 0;
        int rgb = 0;
        for (int channel = 0; channel < 3; channel++) {
          double level = levels[(y * WIDTH + x) * 3 + channel] * gain[channel] * light;
          level = (level - 128) * contrast + 128 + noise;
          rgb = rgb << 8 | (int) Math.round(Math.max(0, Math.min(255, level)));
        }
        image.setRGB(x, y, rgb);
      }
    }
    return image;
  }

  static byte[] jpeg(BufferedImage image, double quality) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam settings = writer.getDefaultWriteParam();
      settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      settings.setCompressionQuality((float) quality);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), settings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static double[] average(BufferedImage canvas) {
    int stride = CANVAS_WIDTH;
    int[] pixels = canvas.getRGB(0, 0, stride, CANVAS_HEIGHT, null, 0, stride);
    double[] levels = new double[WIDTH * HEIGHT * 3];
    double share = 1. / (OVERSAMPLING * OVERSAMPLING);
    for (int y = 0; y < CANVAS_HEIGHT; y++) {
      for (int x = 0; x < stride; x++) {
        int rgb = pixels[y * stride + x];
        int at = (y / OVERSAMPLING * WIDTH + x / OVERSAMPLING) * 3;
        levels[at] += (rgb >> 16 & 255) * share;
        levels[at + 1] += (rgb >> 8 & 255) * share;
        levels[at + 2] += (rgb & 255) * share;
      }
    }
    return levels;
  }

  /** Mixes each pixel with the mean of its four neighbours. */
  private static double[] soften(double[] levels, double share) {
    double[] soft = levels.clone();
    int row = WIDTH * 3;
    for (int y = 1; y < HEIGHT - 1; y++) {
      for (int i = y * row + 3; i < (y + 1) * row - 3; i++) {
        double mean = (levels[i - 3] + levels[i + 3] + levels[i - row] + levels[i + row]) / 4;
        soft[i] = levels[i] * (1 - share) + mean * share;
      }
    }
    return soft;
  }
}
