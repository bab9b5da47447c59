package io.cmaclip.model.image;

import java.util.Arrays;

/** The TIFF block that formats keep in a chunk of their own. */
final class ExifBlock {
  private ExifBlock() {}

  /** Some writers copy JPEG's prefix along. */
  static byte[] withoutPrefix(byte[] block) {
    boolean prefixed =
        block != null && block.length >= 6 && block[0] == 'E' && block[1] == 'x' && block[4] == 0;
    return prefixed ? Arrays.copyOfRange(block, 6, block.length) : block;
  }
}
