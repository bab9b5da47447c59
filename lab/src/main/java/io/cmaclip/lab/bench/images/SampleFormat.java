package io.cmaclip.lab.bench.images;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Collectors;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** File formats of the sample images. */
enum SampleFormat {
  JPEG("jpeg", "jpeg", false),
  JPEG_PROGRESSIVE("jpeg-progressive", "jpeg", true),
  PNG("png", "png", false),
  GIF("gif", "gif", false),
  BMP("bmp", "bmp", false),
  WEBP("webp", "webp", false);

  /** All labels, for messages. */
  static final String LABELS =
      Arrays.stream(values()).map(SampleFormat::toString).collect(Collectors.joining(", "));

  private static final float QUALITY = 0.85f;

  private final String label;
  private final String imageIo;
  private final boolean progressive;

  SampleFormat(String label, String imageIo, boolean progressive) {
    this.label = label;
    this.imageIo = imageIo;
    this.progressive = progressive;
  }

  /**
   * The format of a label; {@code jpg} means {@code jpeg}.
   *
   * @throws IllegalArgumentException for an unknown label
   */
  static SampleFormat of(String label) {
    String name = label.equals("jpg") ? JPEG.label : label;
    return Arrays.stream(values())
        .filter(format -> format.label.equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(label));
  }

  /** The name of the format for Image I/O. */
  String imageIo() {
    return imageIo;
  }

  @Override
  public String toString() {
    return label;
  }

  /** Encodes an image: JPEG 4:2:0 with quality 85, lossy WebP with the encoder's defaults. */
  byte[] encode(BufferedImage image) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName(imageIo).next();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(file)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      if (this == JPEG || this == JPEG_PROGRESSIVE) {
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionQuality(QUALITY);
        param.setProgressiveMode(
            progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
      }
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), param);
    } finally {
      writer.dispose();
    }
    return file.toByteArray();
  }
}
