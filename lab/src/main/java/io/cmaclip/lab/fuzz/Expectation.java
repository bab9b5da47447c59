package io.cmaclip.lab.fuzz;

/** The expected result of an input. */
enum Expectation {
  /** Labels, or a forwarded tombstone. */
  ANSWERED,
  /** A dead letter. */
  DEAD_LETTER,
  /** Either result: the input is invalid only by chance. */
  EITHER
}
