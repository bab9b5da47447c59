package io.cmaclip.streams.service;

import java.time.Duration;

/**
 * Limit on replacements of failed stream threads; beyond it the process ends with status 1.
 *
 * @param max replacements within the window, 0 or more, default 5
 * @param window default 10 min
 */
public record ThreadReplacement(int max, Duration window) {
  public static final ThreadReplacement DEFAULT = new ThreadReplacement(5, Duration.ofMinutes(10));

  public ThreadReplacement {
    if (max < 0) {
      throw new IllegalArgumentException("thread replacements = " + max + ": must be 0 or more");
    }
    if (window.isNegative() || window.isZero()) {
      throw new IllegalArgumentException("thread window = " + window + ": must be above 0");
    }
  }
}
