package io.cmaclip.streams.operations.status;

/** What the meters of one task have added up. */
record TaskTotals(double accepted, double refused, Total confidence, Total imageWeight) {
  static final TaskTotals NONE = new TaskTotals(0, 0, Total.NONE, Total.NONE);

  /** What came since an earlier moment. */
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

  /** 0 to 1; NaN where there was no answer. */
  double acceptedShare() {
    return answers() > 0 ? accepted / answers() : Double.NaN;
  }
}
