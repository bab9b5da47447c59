package io.cmaclip.model.prediction;

import java.util.List;

/**
 * Prediction for one listing: one entry per task, in the bundle's order.
 *
 * @param state the modalities used
 */
public record Prediction(ModalityState state, List<TaskPrediction> tasks, NoiseScores noise) {
  public Prediction {
    tasks = List.copyOf(tasks);
  }
}
