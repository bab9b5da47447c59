package io.cmaclip.model.architecture;

import java.util.List;

/** Range checks whose messages name key, value and allowed range. */
final class Check {
  private Check() {}

  static void present(String key, Object value) {
    if (value == null) {
      throw new IllegalArgumentException(key + " is missing: must be an object");
    }
  }

  static void between(String key, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          key + " = " + value + ": must be between " + least + " and " + most);
    }
  }

  static void multiple(String key, int value, String divisorKey, int divisor) {
    if (value % divisor != 0) {
      throw new IllegalArgumentException(
          key + " = " + value + ": must be a multiple of " + divisorKey + " = " + divisor);
    }
  }

  static void channels(String key, List<Double> values, double least) {
    if (values.size() != 3 || values.stream().anyMatch(v -> !(v >= least && v <= 10))) {
      throw new IllegalArgumentException(
          key + " = " + values + ": must be three numbers between " + least + " and 10 (R, G, B)");
    }
  }

  static void epsilon(String key, double value) {
    if (!(value > 0 && value <= 0.1)) {
      throw new IllegalArgumentException(key + " = " + value + ": must be above 0 and at most 0.1");
    }
  }
}
