package io.cmaclip.lab.chaos;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;

/**
 * An input record.
 *
 * @param number position in the send order, from 0; sent as a header, which outputs retain
 * @param key null for KEY_MISSING
 * @param partition target partition, constant per key
 * @param value null for a tombstone
 * @param isSilent whether no output is expected, because the last answer of the key is the same
 */
record Input(
    int number, InputKind kind, String key, int partition, byte[] value, boolean isSilent) {
  /** Header name of {@link #number}. */
  static final String HEADER = "chaos.number";

  /** Numbers of the inputs for which no output is expected. */
  static BitSet silent(List<Input> inputs) {
    BitSet silent = new BitSet();
    inputs.stream().filter(Input::isSilent).forEach(input -> silent.set(input.number()));
    return silent;
  }

  byte[] keyBytes() {
    return key == null ? null : key.getBytes(StandardCharsets.UTF_8);
  }

  byte[] numberBytes() {
    return Integer.toString(number).getBytes(StandardCharsets.US_ASCII);
  }
}
