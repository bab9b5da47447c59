package io.cmaclip.model.profile;

import io.cmaclip.model.prediction.Prediction;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Distribution of a model's predictions on its unmodified validation listings. Immutable.
 *
 * @param data name of the data set
 * @param listings number of predicted listings
 * @param tasks in the bundle's order
 */
public record ValidationProfile(String data, int listings, List<TaskProfile> tasks) {
  public ValidationProfile {
    if (data == null || listings < 1 || tasks == null || tasks.isEmpty()) {
      throw new IllegalArgumentException("a profile without data, listings or tasks");
    }
    tasks = List.copyOf(tasks);
  }

  /**
   * Computes the profile of predictions.
   *
   * @param predictions at least one, all of one model
   */
  public static ValidationProfile of(String data, List<Prediction> predictions) {
    if (predictions.isEmpty()) {
      throw new IllegalArgumentException("a profile needs at least one prediction");
    }
    return new ValidationProfile(
        data,
        predictions.size(),
        IntStream.range(0, predictions.get(0).tasks().size())
            .mapToObj(place -> TaskProfile.of(predictions, place))
            .toList());
  }
}
