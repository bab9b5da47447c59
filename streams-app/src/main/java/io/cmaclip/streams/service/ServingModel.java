package io.cmaclip.streams.service;

import io.cmaclip.model.predictor.ListingPredictor;
import io.cmaclip.streams.review.Reviewer;
import io.cmaclip.streams.topology.Preparer;
import java.util.List;

/**
 * The model as the service uses it.
 *
 * @param predictors at least one; each gets a thread of its own, which also closes it
 * @param maxPreparedBytes most bytes pixels and tokens of one listing take: 3 * height * width and
 *     4 * context length
 */
public record ServingModel(
    List<? extends ListingPredictor> predictors,
    Preparer preparer,
    long maxPreparedBytes,
    Reviewer reviewer) {
  public ServingModel {
    predictors = List.copyOf(predictors);
    if (predictors.isEmpty()) {
      throw new IllegalArgumentException("at least one predictor is needed");
    }
  }
}
