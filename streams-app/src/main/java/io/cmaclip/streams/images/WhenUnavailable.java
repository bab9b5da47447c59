package io.cmaclip.streams.images;

import java.util.Locale;

/** What becomes of a listing whose picture cannot be fetched now. */
public enum WhenUnavailable {
  /** It is answered from its title alone. */
  DEGRADE,
  /** It waits, and with it what stands behind it in its partition. */
  WAIT;

  /** As written in the configuration. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one of this word. */
  public static WhenUnavailable of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
