package io.cmaclip.streams.review;

import io.cmaclip.model.predictor.ModalityStatus;
import io.cmaclip.model.predictor.Prediction;
import java.util.Map;

/** Decides whether a person should look at a listing. Called by stream threads, several at once. */
@FunctionalInterface
public interface Reviewer {
  /**
   * The reasons, if any.
   *
   * @param prediction null when the listing had no forward
   * @param declared labels the seller declared, by task
   */
  Review review(
      Prediction prediction,
      ModalityStatus image,
      ModalityStatus text,
      Map<String, String> declared);
}
