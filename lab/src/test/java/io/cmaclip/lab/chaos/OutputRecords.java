package io.cmaclip.lab.chaos;

import java.util.Map;

/** Sample output records. */
final class OutputRecords {
  private OutputRecords() {}

  static OutputRecord label(int number, String key, int offset) {
    return new OutputRecord(
        OutputKind.ATTRIBUTES, number, 0, offset, 0, key, new byte[] {(byte) number}, Map.of());
  }

  static OutputRecord review(int number, String key, int offset) {
    return new OutputRecord(
        OutputKind.REVIEW, number, 0, offset, 0, key, new byte[] {(byte) number}, Map.of());
  }

  static OutputRecord tombstone(int number, String key, int offset) {
    return new OutputRecord(OutputKind.ATTRIBUTES, number, 0, offset, 0, key, null, Map.of());
  }

  static OutputRecord deadLetter(int number, String key, int offset, String reason) {
    return new OutputRecord(
        OutputKind.DEAD_LETTER,
        number,
        0,
        offset,
        0,
        key,
        new byte[] {(byte) number},
        Map.of("cmaclip.reason", reason));
  }
}
