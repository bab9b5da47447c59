package io.cmaclip.model.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;

/** Writes a lossless WebP of one pixel, with any number of groups of code tables. */
final class WebpOfManyTables {
  private final BitSet bits = new BitSet();
  private int count;

  private WebpOfManyTables() {}

  /**
   * @param groups 1 to 65,536
   */
  static byte[] encoded(int groups) {
    WebpOfManyTables image = new WebpOfManyTables();
    image.write(groups);
    byte[] body = Arrays.copyOf(image.bits.toByteArray(), (image.count + 15) / 16 * 2);
    return ByteBuffer.allocate(20 + body.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(ascii("RIFF"))
        .putInt(12 + body.length)
        .put(ascii("WEBPVP8L"))
        .putInt(body.length)
        .put(body)
        .array();
  }

  private void write(int groups) {
    put(0x2F, 8);
    put(0, 14 + 14 + 1 + 3); // one pixel, no alpha, version 0
    put(0, 2); // no transform, no colour cache
    put(1, 1); // which group each tile has, in tiles of 4 x 4: one, the last group
    put(0, 3);
    put(0, 1);
    symbol((groups - 1) & 0xFF); // green holds the low byte
    symbol((groups - 1) >> 8); // red the high one
    for (int i = 0; i < 3; i++) {
      put(1, 4); // only 0
    }
    for (int i = 0; i < 5 * groups; i++) {
      put(1, 4);
    }
    put(0, 64);
  }

  /** A code of one symbol. */
  private void symbol(int value) {
    put(1, 1);
    put(0, 1);
    put(1, 1);
    put(value, 8);
  }

  private void put(int value, int width) {
    for (int i = 0; i < width; i++) {
      bits.set(count++, i < Integer.SIZE && (value >> i & 1) != 0);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
