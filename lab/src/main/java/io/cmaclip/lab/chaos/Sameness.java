package io.cmaclip.lab.chaos;

/**
 * How two outputs compare.
 *
 * @param kind whether they say the same
 * @param what the first thing that differs; null when nothing does
 */
record Sameness(Kind kind, String what) {
  /** From harmless to harmful. */
  enum Kind {
    SAME,
    /** They differ in a decision that rests on a number within the tolerance of its threshold. */
    BORDERLINE,
    DIFFERENT
  }

  static final Sameness SAME = new Sameness(Kind.SAME, null);

  static Sameness borderline(String what) {
    return new Sameness(Kind.BORDERLINE, what);
  }

  static Sameness different(String what) {
    return new Sameness(Kind.DIFFERENT, what);
  }

  /** The more harmful one of both. */
  Sameness and(Sameness other) {
    return other.kind.compareTo(kind) > 0 ? other : this;
  }
}
