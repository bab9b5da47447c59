package io.cmaclip.console.images;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Media types of image files, told by their first bytes. */
final class ImageType {
  private ImageType() {}

  /** The media type; null for anything that is not an image of a known kind. */
  static String of(ByteBuffer file) {
    byte[] head = new byte[Math.min(12, file.remaining())];
    file.duplicate().get(head);
    String text = new String(head, StandardCharsets.ISO_8859_1);
    if (text.startsWith("\u00ff\u00d8\u00ff")) {
      return "image/jpeg";
    }
    if (text.startsWith("\u0089PNG")) {
      return "image/png";
    }
    if (text.startsWith("GIF8")) {
      return "image/gif";
    }
    if (text.startsWith("RIFF") && text.endsWith("WEBP")) {
      return "image/webp";
    }
    return text.startsWith("BM") ? "image/bmp" : null;
  }
}
