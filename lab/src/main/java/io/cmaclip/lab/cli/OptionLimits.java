package io.cmaclip.lab.cli;

import io.cmaclip.model.errors.UsageException;

/** Limits of the values of options. */
final class OptionLimits {
  private OptionLimits() {}

  /**
   * Checks an option with a lower limit.
   *
   * @throws UsageException with option, value and limit
   */
  static void requireAtLeast(String option, int value, int least) {
    if (value < least) {
      throw new UsageException(option + " " + value + ": must be at least " + least);
    }
  }
}
