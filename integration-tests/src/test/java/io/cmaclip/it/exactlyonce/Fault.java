package io.cmaclip.it.exactlyonce;

/** Injected fault of the model of a {@link FakeService}. */
enum Fault {
  NONE,
  /** The predictor thread dies with an Error at its first batch. */
  PREDICTOR_DIES,
  /**
   * The process halts, as after a native crash, when a title with one of the texts of {@link
   * FakeService} reaches the preparer or the predictor. Inference calls take 50 ms.
   */
  POISON_PILLS
}
