package io.cmaclip.trainer.recipe;

/** Range checks whose messages name key, value and allowed range. */
final class Range {
  private Range() {}

  static void check(String key, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          key
              + " = "
              + number(value)
              + ": must be between "
              + number(least)
              + " and "
              + number(most));
    }
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
