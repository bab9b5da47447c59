package io.cmaclip.streams.models;

import io.cmaclip.model.prediction.Prediction;

/** Result of an inference call for one listing. */
public sealed interface Inference {
  record Predicted(Prediction prediction) implements Inference {}

  /** The call failed twice for this listing alone, and the predictor's self-test passes. */
  record Rejected(RuntimeException cause) implements Inference {}
}
