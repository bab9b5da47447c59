package io.cmaclip.model.prediction;

import java.util.List;

/**
 * Prediction for one task.
 *
 * @param confidence maximum of the temperature-scaled softmax, 0 to 1
 * @param accepted whether the confidence reaches the accept threshold of this task and state
 * @param imageWeight lambda of the modality-wise attention (paper section 3.2.2), 0 to 1; exactly 0
 *     when the image is missing
 * @param textWeight 1 - imageWeight; exactly 0 when the title is missing
 * @param alternatives the next most probable labels, most probable first, at most 4
 * @param imageAlone prediction of the auxiliary head from the image alone; null without an image or
 *     without auxiliary heads
 * @param textAlone the same from the title alone
 */
public record TaskPrediction(
    String task,
    String label,
    double confidence,
    boolean accepted,
    double imageWeight,
    double textWeight,
    List<Alternative> alternatives,
    Alternative imageAlone,
    Alternative textAlone) {
  public TaskPrediction {
    alternatives = List.copyOf(alternatives);
  }
}
