package io.cmaclip.streams.operations.status;

/** Totals of the meters of a task. */
record TaskTotals(double accepted, double refused, Total confidence, Total imageWeight) {
  static final TaskTotals NONE = new TaskTotals(0, 0, Total.NONE, Total.NONE);

  TaskTotals minus(TaskTotals earlier) {
    return new TaskTotals(
        accepted - earlier.accepted,
        refused - earlier.refused,
        confidence.minus(earlier.confidence),
        imageWeight.minus(earlier.imageWeight));
  }

  double answers() {
    return accepted + refused;
  }

  /** 0 to 1; NaN without answers. */
  double acceptedShare() {
    return answers() > 0 ? accepted / answers() : Double.NaN;
  }
}
