package io.cmaclip.streams.models;

import java.util.Locale;

/** What came of a bundle that was found in the watched folder. */
public enum SwapResult {
  /** It serves. */
  SWAPPED,
  /** Its files are not whole. */
  REFUSED,
  /** It was loaded and is not well: its self-test fails, or it does not fit the settings. */
  ROLLED_BACK;

  /** As metrics name it. */
  public String tag() {
    return name().toLowerCase(Locale.ROOT);
  }
}
