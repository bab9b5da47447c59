package io.cmaclip.lab.chaos;

import java.util.Map;

/** Outputs as a reader might have seen them. */
final class Sightings {
  private Sightings() {}

  /** An answer that says what one byte says. */
  static Sighting label(int number, String key, int place) {
    return new Sighting(
        OutputKind.ATTRIBUTES, number, 0, place, 0, key, new byte[] {(byte) number}, Map.of());
  }

  static Sighting review(int number, String key, int place) {
    return new Sighting(
        OutputKind.REVIEW, number, 0, place, 0, key, new byte[] {(byte) number}, Map.of());
  }

  static Sighting tombstone(int number, String key, int place) {
    return new Sighting(OutputKind.ATTRIBUTES, number, 0, place, 0, key, null, Map.of());
  }

  static Sighting deadLetter(int number, String key, int place, String reason) {
    return new Sighting(
        OutputKind.DEAD_LETTER,
        number,
        0,
        place,
        0,
        key,
        new byte[] {(byte) number},
        Map.of("cmaclip.reason", reason));
  }
}
