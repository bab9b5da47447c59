package io.cmaclip.streams.models;

import java.util.Locale;

/** Result of a hot swap. */
public enum SwapResult {
  /** The bundle serves. */
  SWAPPED,
  /** The files of the bundle are incomplete or damaged. */
  REFUSED,
  /** The bundle fails its self-test, or does not match the settings. */
  ROLLED_BACK;

  /** Value of the tag {@code result} of the metric. */
  public String tag() {
    return name().toLowerCase(Locale.ROOT);
  }
}
