package io.cmaclip.streams.unchanged;

import java.util.Locale;

/** What became of a listing in a service with an answer store. */
public enum UnchangedResult {
  /** An inference call answered it. */
  CLASSIFIED,
  /** The last answer was repeated. */
  REPEATED,
  /** The last answer was repeated after its image was fetched again and had not changed. */
  REFETCHED,
  /** It had no outputs, since they would equal the last ones. */
  SKIPPED;

  /** Value of the meter's tag. */
  public String tag() {
    return name().toLowerCase(Locale.ROOT);
  }
}
