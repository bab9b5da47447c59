package io.cmaclip.model.prediction;

import java.util.List;

/**
 * Prediction for one listing: one entry per task, in the bundle's order.
 *
 * @param state the modalities used
 * @param sketch {@link Sketch} of the embeddings
 */
public record Prediction(
    ModalityState state, List<TaskPrediction> tasks, NoiseScores noise, long sketch) {
  public Prediction {
    tasks = List.copyOf(tasks);
  }

  /** A prediction without a sketch. */
  public Prediction(ModalityState state, List<TaskPrediction> tasks, NoiseScores noise) {
    this(state, tasks, noise, Sketch.NONE);
  }
}
