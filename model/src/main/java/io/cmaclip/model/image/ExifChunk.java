package io.cmaclip.model.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Finds the EXIF block of formats that keep it in a chunk. */
final class ExifChunk {
  private static final int PNG_EXIF = 0x65584966; // "eXIf"
  private static final int WEBP_EXIF = 0x45584946; // "EXIF"

  private ExifChunk() {}

  /** TIFF block of a PNG, null without one. */
  static byte[] ofPng(byte[] file) {
    ByteBuffer buffer = ByteBuffer.wrap(file);
    long at = 8;
    while (at + 12 <= file.length) {
      long length = buffer.getInt((int) at) & 0xFFFFFFFFL;
      if (at + 12 + length > file.length) {
        return null;
      }
      if (buffer.getInt((int) at + 4) == PNG_EXIF) {
        return tiff(file, (int) at + 8, (int) length);
      }
      at += 12 + length;
    }
    return null;
  }

  /** TIFF block of a WebP, null without one. */
  static byte[] ofWebp(byte[] file) {
    ByteBuffer tags = ByteBuffer.wrap(file);
    ByteBuffer sizes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    long at = 12;
    while (at + 8 <= file.length) {
      long length = sizes.getInt((int) at + 4) & 0xFFFFFFFFL;
      if (at + 8 + length > file.length) {
        return null;
      }
      if (tags.getInt((int) at) == WEBP_EXIF) {
        return tiff(file, (int) at + 8, (int) length);
      }
      at += 8 + length + (length & 1);
    }
    return null;
  }

  private static byte[] tiff(byte[] file, int offset, int length) {
    // Some writers copy JPEG's prefix along.
    boolean prefixed =
        length >= 6 && file[offset] == 'E' && file[offset + 1] == 'x' && file[offset + 4] == 0;
    return Arrays.copyOfRange(file, offset + (prefixed ? 6 : 0), offset + length);
  }
}
