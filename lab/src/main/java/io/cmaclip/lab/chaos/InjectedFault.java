package io.cmaclip.lab.chaos;

/**
 * An injected fault.
 *
 * @param nanos {@link System#nanoTime} of the injection
 * @param sent inputs sent before
 * @param inFlight listings in inference in the target just before; 0 if it is not a service
 * @param note remark for the timeline; may be empty
 * @param violations violations observed during the fault
 */
record InjectedFault(
    long nanos, int sent, String target, int inFlight, String note, int violations) {
  /** Call just before the injection. */
  static InjectedFault now(FaultContext context, String target, int inFlight) {
    return new InjectedFault(System.nanoTime(), context.sender().sent(), target, inFlight, "", 0);
  }

  InjectedFault withNote(String text) {
    return new InjectedFault(nanos, sent, target, inFlight, text, violations);
  }

  InjectedFault withViolations(int count) {
    return new InjectedFault(nanos, sent, target, inFlight, note, count);
  }
}
