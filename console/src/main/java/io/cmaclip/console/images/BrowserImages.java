package io.cmaclip.console.images;

import io.cmaclip.model.image.ImageDecoder;
import io.cmaclip.model.image.ImageLimits;
import io.cmaclip.model.image.RgbImage;
import io.cmaclip.model.image.UnreadableImageException;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import javax.imageio.ImageIO;

/**
 * Checks image files with the decoder and the limits of the service before a browser gets them.
 * Large images are reduced. Thread-safe.
 */
final class BrowserImages {
  /** Longest side that a browser gets, in pixels. */
  static final int LONGEST_SIDE = 2_000;

  private final ImageDecoder decoder;

  BrowserImages(ImageLimits limits) {
    decoder = new ImageDecoder(limits, true);
  }

  /**
   * A file that a browser can show: the given one, or a reduced JPEG of it.
   *
   * @throws ImageUnavailableException if it is no image within the limits
   */
  ImageFile of(byte[] file) throws ImageUnavailableException {
    RgbImage decoded;
    try {
      decoded = decoder.decodeForResize(file);
    } catch (UnreadableImageException e) {
      throw new ImageUnavailableException("the image is unreadable: " + e.getMessage(), e);
    }
    String type = ImageType.of(ByteBuffer.wrap(file));
    int longest = Math.max(decoded.width(), decoded.height());
    if (type != null && longest <= LONGEST_SIDE) {
      return new ImageFile(file, type);
    }
    return new ImageFile(jpeg(decoded, Math.min(1, (double) LONGEST_SIDE / longest)), "image/jpeg");
  }

  private static byte[] jpeg(RgbImage image, double scale) {
    BufferedImage full =
        new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
    int[] row = new int[image.width()];
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < row.length; x++) {
        int at = 3 * (y * image.width() + x);
        row[x] =
            (image.levels()[at] & 255) << 16
                | (image.levels()[at + 1] & 255) << 8
                | (image.levels()[at + 2] & 255);
      }
      full.setRGB(0, y, row.length, 1, row, 0, row.length);
    }
    BufferedImage reduced =
        new BufferedImage(
            Math.max(1, (int) (image.width() * scale)),
            Math.max(1, (int) (image.height() * scale)),
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = reduced.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(full, 0, 0, reduced.getWidth(), reduced.getHeight(), null);
    graphics.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(reduced, "jpeg", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
