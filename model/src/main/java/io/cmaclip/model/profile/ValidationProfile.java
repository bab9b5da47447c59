package io.cmaclip.model.profile;

import io.cmaclip.model.prediction.Prediction;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a model answered on its validation listings, as they were given. Immutable.
 *
 * @param data name of the listings
 * @param listings those that were answered
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
   * The profile of answers.
   *
   * @param predictions at least one, all of one model
   */
  public static ValidationProfile of(String data, List<Prediction> predictions) {
    if (predictions.isEmpty()) {
      throw new IllegalArgumentException("no answers to make a profile of");
    }
    return new ValidationProfile(
        data,
        predictions.size(),
        IntStream.range(0, predictions.get(0).tasks().size())
            .mapToObj(place -> TaskProfile.of(predictions, place))
            .toList());
  }
}
