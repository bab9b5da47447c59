package io.cmaclip.trainer.noise;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SplittableRandom;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Encodes images as JPEG and decodes them again. */
public final class ImageCodec {
  private static final double LOWEST_QUALITY = 0.5;
  private static final double HIGHEST_QUALITY = 0.95;

  private final int height;
  private final int width;

  public ImageCodec(int height, int width) {
    this.height = height;
    this.width = width;
  }

  /** Re-encodes half of the images at a random quality. */
  public byte[] sometimesReencoded(byte[] pixels, SplittableRandom random) {
    double quality = LOWEST_QUALITY + (HIGHEST_QUALITY - LOWEST_QUALITY) * random.nextDouble();
    return random.nextBoolean() ? reencoded(pixels, (float) quality) : pixels;
  }

  private byte[] reencoded(byte[] pixels, float quality) {
    int plane = height * width;
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < plane; i++) {
      int rgb =
          (pixels[i] & 255) << 16 | (pixels[plane + i] & 255) << 8 | (pixels[2 * plane + i] & 255);
      image.setRGB(i % width, i / width, rgb);
    }
    BufferedImage decoded;
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      ImageWriteParam settings = writer.getDefaultWriteParam();
      settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      settings.setCompressionQuality(quality);
      try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
        writer.setOutput(out);
        writer.write(null, new IIOImage(image, null, null), settings);
      }
      decoded = ImageIO.read(new ByteArrayInputStream(bytes.toByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    byte[] levels = new byte[pixels.length];
    for (int i = 0; i < plane; i++) {
      int rgb = decoded.getRGB(i % width, i / width);
      levels[i] = (byte) (rgb >> 16);
      levels[plane + i] = (byte) (rgb >> 8);
      levels[2 * plane + i] = (byte) rgb;
    }
    return levels;
  }
}
