package io.cmaclip.streams.models;

import io.cmaclip.model.prediction.Prediction;

/** What an inference call gave for one listing. */
public sealed interface Inference {
  /** The model's answer. */
  record Predicted(Prediction prediction) implements Inference {}

  /** The call fails for this listing alone, twice, while the predictor's self-test passes. */
  record Rejected(RuntimeException cause) implements Inference {}
}
