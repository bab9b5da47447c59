package io.cmaclip.streams.quarantine;

import java.time.Duration;

/**
 * Settings of the poison-pill quarantine.
 *
 * @param kills number of processes that a listing must end in isolation before it is quarantined; 0
 *     turns crash tracking and quarantine off
 * @param watch how long listings are tracked after a crash, above 0
 */
public record QuarantineSettings(int kills, Duration watch) {
  public static final QuarantineSettings DEFAULT = new QuarantineSettings(3, Duration.ofMinutes(1));

  /** No crash tracking. */
  public static final QuarantineSettings OFF = new QuarantineSettings(0, DEFAULT.watch());

  public QuarantineSettings {
    if (kills < 0) {
      throw new IllegalArgumentException("kills = " + kills + ": must be 0 or more");
    }
    if (watch.isNegative() || watch.isZero()) {
      throw new IllegalArgumentException("watch = " + watch + ": must be above 0");
    }
  }

  public boolean isOn() {
    return kills > 0;
  }
}
