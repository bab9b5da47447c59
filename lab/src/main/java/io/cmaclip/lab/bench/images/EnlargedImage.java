package io.cmaclip.lab.bench.images;

import io.cmaclip.model.architecture.Fit;
import io.cmaclip.model.image.ImageDecoder;
import io.cmaclip.model.image.ImageLimits;
import io.cmaclip.model.image.ImageResizer;
import io.cmaclip.model.image.UnreadableImageException;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.IOException;

/** Small images at the size of real listing images. */
public final class EnlargedImage {
  private final Size size;

  private EnlargedImage(Size size) {
    this.size = size;
  }

  /**
   * Enlarges to a size such as {@code 900x1200}.
   *
   * @throws IllegalArgumentException for another text
   */
  public static EnlargedImage to(String size) {
    return new EnlargedImage(Size.parse(size));
  }

  /**
   * Enlarges an image and adds camera noise, so that it costs a decoder what a photograph costs.
   *
   * @return a JPEG of quality 85; the file itself if it cannot be read
   */
  public byte[] jpeg(byte[] file) throws IOException {
    byte[] planar;
    try {
      planar =
          new ImageDecoder(ImageLimits.DEFAULT, true)
              .decodeResized(file, new ImageResizer(size.height(), size.width(), Fit.STRETCH));
    } catch (UnreadableImageException e) {
      return file;
    }
    BufferedImage image =
        new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_INT_RGB);
    int[] colours = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    int plane = colours.length;
    for (int i = 0; i < plane; i++) {
      colours[i] =
          (planar[i] & 0xFF) << 16
              | (planar[plane + i] & 0xFF) << 8
              | (planar[2 * plane + i] & 0xFF);
    }
    SampleImage.addGrain(colours, file.length);
    return SampleFormat.JPEG.encode(image);
  }
}
