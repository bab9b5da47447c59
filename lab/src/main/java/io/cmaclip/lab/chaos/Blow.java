package io.cmaclip.lab.chaos;

/**
 * A fault that was inflicted.
 *
 * @param nanos {@link System#nanoTime} when it struck
 * @param sent inputs sent by then
 * @param target what was hit
 * @param inFlight listings inside a forward of the target right before; 0 when none, or when it is
 *     no service
 * @param note what came of it, for the timeline; empty for nothing in particular
 * @param violations what was seen meanwhile that must not be
 */
record Blow(long nanos, int sent, String target, int inFlight, String note, int violations) {
  /** Noted right before the harm is done. */
  static Blow now(Stage stage, String target, int inFlight) {
    return new Blow(System.nanoTime(), stage.sender().sent(), target, inFlight, "", 0);
  }

  Blow withNote(String text) {
    return new Blow(nanos, sent, target, inFlight, text, violations);
  }

  Blow withViolations(int count) {
    return new Blow(nanos, sent, target, inFlight, note, count);
  }
}
