package io.cmaclip.streams.topology;

import java.time.Duration;

/**
 * Failed attempts at one record.
 *
 * @param count number of failed attempts
 * @param firstNanos time of the first, as {@link System#nanoTime}; meaningless while count is 0
 */
record Retries(int count, long firstNanos) {
  static final Retries NONE = new Retries(0, 0);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final int MAX_DOUBLINGS = 20;

  /** State after another failed attempt. */
  Retries failed() {
    return new Retries(count + 1, count == 0 ? System.nanoTime() : firstNanos);
  }

  /** Whether the retry time since the first failure has passed. */
  boolean isOver(Duration limit) {
    return limit.isZero() || (count > 0 && left(limit).isNegative());
  }

  /** Exponential backoff; the last attempt within the limit is made at its end. */
  Duration pause(Duration limit) {
    Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(count - 1, MAX_DOUBLINGS));
    Duration pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    Duration left = left(limit);
    return left.isNegative() || pause.compareTo(left) < 0 ? pause : left.plus(FIRST_PAUSE);
  }

  private Duration left(Duration limit) {
    return limit.minusNanos(System.nanoTime() - firstNanos);
  }
}
