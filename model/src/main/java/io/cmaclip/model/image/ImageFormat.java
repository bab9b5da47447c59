package io.cmaclip.model.image;

import java.nio.charset.StandardCharsets;

/** Formats that are read, told by their first bytes: names and declared types are often wrong. */
enum ImageFormat {
  JPEG,
  PNG,
  GIF,
  WEBP,
  BMP;

  private static final byte[] PNG_SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

  static ImageFormat of(byte[] bytes) throws UnreadableImageException {
    if (bytes.length == 0) {
      throw new UnreadableImageException("no bytes");
    }
    if (startsWith(bytes, 0, (byte) 0xFF, (byte) 0xD8, (byte) 0xFF)) {
      return JPEG;
    }
    if (startsWith(bytes, 0, PNG_SIGNATURE)) {
      return PNG;
    }
    if (startsWith(bytes, 0, ascii("GIF87a")) || startsWith(bytes, 0, ascii("GIF89a"))) {
      return GIF;
    }
    if (startsWith(bytes, 0, ascii("RIFF")) && startsWith(bytes, 8, ascii("WEBP"))) {
      return WEBP;
    }
    if (startsWith(bytes, 0, ascii("BM")) && bytes.length > 26) {
      return BMP;
    }
    throw new UnreadableImageException("neither JPEG, PNG, GIF, WebP nor BMP");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static boolean startsWith(byte[] bytes, int offset, byte... prefix) {
    if (bytes.length < offset + prefix.length) {
      return false;
    }
    for (int i = 0; i < prefix.length; i++) {
      if (bytes[offset + i] != prefix[i]) {
        return false;
      }
    }
    return true;
  }
}
