package io.cmaclip.it.exactlyonce;

/** What is wrong with the model of a {@link FakeService}. */
enum Trouble {
  NONE,
  /** The predictor's thread dies of an Error at its first batch. */
  PREDICTOR_DIES,
  /**
   * The process is gone at once, as after a native crash, when a title with one of {@link
   * FakeService}'s words goes through the preparer or the predictor; forwards take 50 ms.
   */
  LISTINGS_KILL
}
