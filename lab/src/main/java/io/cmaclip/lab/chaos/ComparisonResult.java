package io.cmaclip.lab.chaos;

/**
 * Result of comparing two outputs.
 *
 * @param what the first difference; null for SAME
 */
record ComparisonResult(Kind kind, String what) {
  /** In ascending severity. */
  enum Kind {
    SAME,
    /** Different decisions on a number within the tolerance of its threshold. */
    BORDERLINE,
    DIFFERENT
  }

  static final ComparisonResult SAME = new ComparisonResult(Kind.SAME, null);

  static ComparisonResult borderline(String what) {
    return new ComparisonResult(Kind.BORDERLINE, what);
  }

  static ComparisonResult different(String what) {
    return new ComparisonResult(Kind.DIFFERENT, what);
  }

  /** The more severe result. */
  ComparisonResult and(ComparisonResult other) {
    return other.kind.compareTo(kind) > 0 ? other : this;
  }
}
