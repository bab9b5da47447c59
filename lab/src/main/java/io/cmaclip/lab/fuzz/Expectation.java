package io.cmaclip.lab.fuzz;

/** What must become of an input. */
enum Expectation {
  /** Labels, or a deletion passed on. */
  ANSWERED,
  /** A dead letter. */
  PUT_ASIDE,
  /** One of them: chance decides whether the input is broken. */
  EITHER
}
