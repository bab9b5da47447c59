package io.cmaclip.model.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Rejects BMP headers that the reader would follow without a check. */
final class BmpFile {
  private static final int INFO_HEADER = 40;
  private static final int JPEG_INSIDE = 4;
  private static final int PNG_INSIDE = 5;
  private static final int LARGEST_PALETTE = 256;

  private BmpFile() {}

  static void check(byte[] file) throws UnreadableImageException {
    ByteBuffer numbers = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    if (numbers.getInt(14) < INFO_HEADER) {
      return;
    }
    if (file.length < 14 + INFO_HEADER) {
      throw new UnreadableImageException("BMP ends inside its header");
    }
    int compression = numbers.getInt(30);
    if (compression == JPEG_INSIDE || compression == PNG_INSIDE) {
      throw new UnreadableImageException("BMP contains an image of another format");
    }
    int colours = numbers.getInt(46);
    if (numbers.getShort(28) <= 8 && (colours < 0 || colours > LARGEST_PALETTE)) {
      throw new UnreadableImageException("BMP with a palette of " + colours + " colours");
    }
  }
}
