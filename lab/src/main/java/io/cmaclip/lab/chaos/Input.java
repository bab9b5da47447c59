package io.cmaclip.lab.chaos;

import java.nio.charset.StandardCharsets;

/**
 * An input record.
 *
 * @param number position in the send order, from 0; sent as a header, which outputs retain
 * @param key null for KEY_MISSING
 * @param partition target partition, constant per key
 * @param value null for a tombstone
 */
record Input(int number, InputKind kind, String key, int partition, byte[] value) {
  /** Header name of {@link #number}. */
  static final String HEADER = "chaos.number";

  byte[] keyBytes() {
    return key == null ? null : key.getBytes(StandardCharsets.UTF_8);
  }

  byte[] numberBytes() {
    return Integer.toString(number).getBytes(StandardCharsets.US_ASCII);
  }
}
