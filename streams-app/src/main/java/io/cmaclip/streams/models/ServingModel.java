package io.cmaclip.streams.models;

import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.predictor.ListingPredictor;
import io.cmaclip.model.preprocessing.ListingPreprocessor;
import io.cmaclip.model.review.ReviewPolicy;
import io.cmaclip.streams.review.Reviewer;
import java.util.List;

/**
 * The model as the service uses it.
 *
 * @param predictors at least one; each gets a thread of its own, which also closes it
 * @param maxPreparedBytes most bytes pixels and tokens of one listing take: 3 * height * width and
 *     4 * context length
 * @param afterwards gives back what the preparer holds; run by the service once nothing uses it
 */
public record ServingModel(
    List<? extends ListingPredictor> predictors,
    Preparer preparer,
    long maxPreparedBytes,
    Reviewer reviewer,
    Runnable afterwards) {
  public ServingModel {
    predictors = List.copyOf(predictors);
    if (predictors.isEmpty()) {
      throw new IllegalArgumentException("at least one predictor is needed");
    }
  }

  /** A model whose preparer holds nothing, or is lent. */
  public ServingModel(
      List<? extends ListingPredictor> predictors,
      Preparer preparer,
      long maxPreparedBytes,
      Reviewer reviewer) {
    this(predictors, preparer, maxPreparedBytes, reviewer, () -> {});
  }

  /** The same, with something to be run once nothing uses it any more. */
  public ServingModel thenRun(Runnable other) {
    return new ServingModel(predictors, preparer, maxPreparedBytes, reviewer, other);
  }

  /**
   * The model of a bundle.
   *
   * @param preprocessor not owned
   */
  public static ServingModel of(
      Architecture architecture,
      List<? extends ListingPredictor> predictors,
      ListingPreprocessor preprocessor,
      ReviewPolicy policy) {
    long pixels = 3L * architecture.image().height() * architecture.image().width();
    long tokens = 4L * architecture.text().context();
    return new ServingModel(
        predictors, preprocessor::prepare, pixels + tokens, Reviewer.by(policy));
  }
}
