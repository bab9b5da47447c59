package io.cmaclip.lab.chaos;

import java.nio.charset.StandardCharsets;

/**
 * A record to send.
 *
 * @param number its place in the order of sending, from 0; travels in a header, which outputs keep
 * @param key null for KEY_MISSING
 * @param partition where it goes; the same for the same key
 * @param value null for a deletion
 */
record Input(int number, InputKind kind, String key, int partition, byte[] value) {
  /** Name of the header with the number. */
  static final String HEADER = "chaos.number";

  byte[] keyBytes() {
    return key == null ? null : key.getBytes(StandardCharsets.UTF_8);
  }

  byte[] numberBytes() {
    return Integer.toString(number).getBytes(StandardCharsets.US_ASCII);
  }
}
