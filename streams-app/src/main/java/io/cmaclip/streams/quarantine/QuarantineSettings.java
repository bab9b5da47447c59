package io.cmaclip.streams.quarantine;

import java.time.Duration;

/**
 * How listings that end the process are dealt with.
 *
 * @param kills how often a listing has to have ended a process while it ran alone before it is put
 *     aside, 0 or more; 0: nothing is recorded, and nothing is put aside
 * @param watch how long listings are recorded after a process has died, above 0
 */
public record QuarantineSettings(int kills, Duration watch) {
  public static final QuarantineSettings DEFAULT = new QuarantineSettings(3, Duration.ofMinutes(1));

  /** Nothing is recorded. */
  public static final QuarantineSettings OFF = new QuarantineSettings(0, DEFAULT.watch());

  public QuarantineSettings {
    if (kills < 0) {
      throw new IllegalArgumentException("kills = " + kills + ": must be 0 or more");
    }
    if (watch.isNegative() || watch.isZero()) {
      throw new IllegalArgumentException("watch = " + watch + ": must be above 0");
    }
  }

  /** Whether anything is recorded. */
  public boolean isOn() {
    return kills > 0;
  }
}
