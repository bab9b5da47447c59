package io.cmaclip.model.image;

import java.util.Arrays;

/** The TIFF block of an EXIF chunk of a PNG or WebP. */
final class ExifBlock {
  private ExifBlock() {}

  /** Removes the prefix {@code Exif\0\0}, which some writers copy from JPEG. */
  static byte[] withoutPrefix(byte[] block) {
    boolean prefixed =
        block != null && block.length >= 6 && block[0] == 'E' && block[1] == 'x' && block[4] == 0;
    return prefixed ? Arrays.copyOfRange(block, 6, block.length) : block;
  }
}
