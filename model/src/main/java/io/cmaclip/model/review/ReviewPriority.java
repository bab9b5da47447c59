package io.cmaclip.model.review;

import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.prediction.TaskPrediction;
import java.util.List;

/**
 * Priority of a review, 0 to 1. Each reason has an urgency u:
 *
 * <ul>
 *   <li>MODALITY_MISMATCH: 0.6 of its score
 *   <li>DECLARED_VALUE_CONFLICT: 0.6 of the confidence in the predicted label
 *   <li>LOW_CONFIDENCE: 1 - confidence, the calibrated probability that the label is wrong
 *   <li>MODALITY_CONFLICT: 0.4 of the lower confidence of the two modalities
 *   <li>NOISY_IMAGE: 0.4 of its score; NOISY_TEXT: 0.3 of its score
 *   <li>IMAGE_UNREADABLE: 0.4; IMAGE_MISSING and TEXT_MISSING: 0.3
 *   <li>HUMAN_LABEL_STALE and REQUESTED: 0.5; AUDIT: 0.3, so that the sample is not left for last
 * </ul>
 *
 * <p>The priority is 1 - product of (1 - u), as for independent probabilities, so that a further
 * reason never lowers it. A listing without a prediction has priority 1.
 */
public final class ReviewPriority {
  private ReviewPriority() {}

  /** The priority of a listing with these reasons; 0 without a reason. */
  public static double of(List<ReviewReason> reasons, Prediction prediction) {
    if (reasons.isEmpty()) {
      return 0;
    }
    if (prediction == null) {
      return 1;
    }
    double rest = 1;
    for (ReviewReason reason : reasons) {
      rest *= 1 - urgency(reason, prediction);
    }
    return 1 - rest;
  }

  private static double urgency(ReviewReason reason, Prediction prediction) {
    return switch (reason.code()) {
      case MODALITY_MISMATCH -> 0.6 * prediction.noise().mismatch();
      case DECLARED_VALUE_CONFLICT -> 0.6 * task(prediction, reason.task()).confidence();
      case LOW_CONFIDENCE -> 1 - task(prediction, reason.task()).confidence();
      case MODALITY_CONFLICT -> {
        TaskPrediction task = task(prediction, reason.task());
        yield 0.4 * Math.min(task.imageAlone().confidence(), task.textAlone().confidence());
      }
      case NOISY_IMAGE -> 0.4 * prediction.noise().image();
      case NOISY_TEXT -> 0.3 * prediction.noise().text();
      case IMAGE_UNREADABLE -> 0.4;
      case IMAGE_MISSING, TEXT_MISSING, AUDIT -> 0.3;
      case HUMAN_LABEL_STALE, REQUESTED -> 0.5;
    };
  }

  private static TaskPrediction task(Prediction prediction, String name) {
    return prediction.tasks().stream()
        .filter(task -> task.task().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("the prediction has no task " + name));
  }
}
