package io.cmaclip.lab.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Corrupted Avro records. Stateless. */
final class HostileAvro {
  /** Size of magic byte and schema id. */
  private static final int HEADER_BYTES = 5;

  private HostileAvro() {}

  /** Bytes without a valid magic byte. */
  static byte[] random(SplittableRandom random) {
    byte[] bytes = new byte[random.nextInt(400)];
    random.nextBytes(bytes);
    if (bytes.length > 0 && bytes[0] == 0) {
      bytes[0] = 1;
    }
    return bytes;
  }

  /** Changes some bytes from index {@code first}. */
  static byte[] mutated(byte[] proper, int first, SplittableRandom random) {
    byte[] bytes = proper.clone();
    int changes = 1 + random.nextInt(8);
    for (int i = 0; i < changes && bytes.length > first; i++) {
      int at = first + random.nextInt(bytes.length - first);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 8), (byte) 0xFF);
        default -> bytes = without(bytes, at, 1 + random.nextInt(16));
      }
    }
    return bytes;
  }

  /** Changes the payload but not the schema id. */
  static byte[] mutated(byte[] proper, SplittableRandom random) {
    return mutated(proper, HEADER_BYTES, random);
  }

  /** Truncates a record. */
  static byte[] cut(byte[] proper, SplittableRandom random) {
    return Arrays.copyOf(proper, random.nextInt(proper.length));
  }

  /** Replaces the payload by a string longer than the record. */
  static byte[] impossibleLengths(byte[] proper, SplittableRandom random) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(proper, 0, HEADER_BYTES);
    long length = 1_000L << random.nextInt(50);
    writeLong(out, random.nextInt(3) == 0 ? -length : length);
    byte[] rest = new byte[random.nextInt(100)];
    random.nextBytes(rest);
    out.writeBytes(rest);
    return out.toByteArray();
  }

  /** Replaces the schema id by an unknown one. */
  static byte[] unknownSchema(byte[] proper, SplittableRandom random) {
    byte[] bytes = proper.clone();
    int id = 100_000 + random.nextInt(Integer.MAX_VALUE - 100_000);
    for (int i = 0; i < 4; i++) {
      bytes[1 + i] = (byte) (id >>> (24 - 8 * i));
    }
    return bytes;
  }

  private static byte[] without(byte[] bytes, int at, int count) {
    int to = Math.min(bytes.length, at + count);
    byte[] shorter = Arrays.copyOf(bytes, bytes.length - (to - at));
    System.arraycopy(bytes, to, shorter, at, bytes.length - to);
    return shorter;
  }

  /** Avro's zig-zag variable-length long. */
  private static void writeLong(ByteArrayOutputStream out, long value) {
    long rest = (value << 1) ^ (value >> 63);
    while ((rest & ~0x7FL) != 0) {
      out.write((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
