package io.cmaclip.streams.unchanged;

/** What happens to a listing whose title and image the same model has already classified. */
public enum UnchangedMode {
  /** It is classified again. There is no answer store. */
  CLASSIFY,
  /** Its outputs are those of a classification, without an inference call. */
  REPEAT,
  /** It has no outputs, unless they would differ from the last ones. */
  SKIP;

  public boolean needsStore() {
    return this != CLASSIFY;
  }
}
