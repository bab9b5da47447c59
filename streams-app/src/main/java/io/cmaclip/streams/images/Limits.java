package io.cmaclip.streams.images;

import java.time.Duration;

/** Refusals of settings. */
final class Limits {
  private Limits() {}

  static void check(String what, long value, long min, long max, String unit) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s = %d: must be between %d and %d (%s)".formatted(what, value, min, max, unit));
    }
  }

  static void positive(String what, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(what + " = " + value + ": must be above 0");
    }
  }
}
