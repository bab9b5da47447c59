package io.cmaclip.streams.models;

import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.predictor.ListingPredictor;
import io.cmaclip.model.preprocessing.ListingPreprocessor;
import io.cmaclip.model.review.ReviewPolicy;
import io.cmaclip.streams.review.Reviewer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A loaded model.
 *
 * @param predictors at least one; each runs on its own thread, which also closes it
 * @param maxPreparedBytes upper bound of the size of pixels and tokens of a listing in bytes: 3 *
 *     height * width + 4 * context length
 * @param classes classes of its tasks, in order; empty if not known
 * @param afterwards releases the resources of the preparer; the service runs it after the last use
 */
public record ServingModel(
    List<? extends ListingPredictor> predictors,
    Preparer preparer,
    long maxPreparedBytes,
    Reviewer reviewer,
    Map<String, List<String>> classes,
    Runnable afterwards) {
  public ServingModel {
    predictors = List.copyOf(predictors);
    classes = Collections.unmodifiableMap(new LinkedHashMap<>(classes));
    if (predictors.isEmpty()) {
      throw new IllegalArgumentException("At least one predictor is required.");
    }
  }

  /** A model of unknown tasks, whose preparer has nothing to release. */
  public ServingModel(
      List<? extends ListingPredictor> predictors,
      Preparer preparer,
      long maxPreparedBytes,
      Reviewer reviewer) {
    this(predictors, preparer, maxPreparedBytes, reviewer, Map.of(), () -> {});
  }

  /** The same model with another preparer. */
  public ServingModel withPreparer(Preparer other) {
    return new ServingModel(predictors, other, maxPreparedBytes, reviewer, classes, afterwards);
  }

  /** The same model with the classes of its tasks. */
  public ServingModel withClasses(Map<String, List<String>> byTask) {
    return new ServingModel(predictors, preparer, maxPreparedBytes, reviewer, byTask, afterwards);
  }

  /** Names of its tasks, in order; empty if not known. */
  public List<String> tasks() {
    return List.copyOf(classes.keySet());
  }

  /** The same model with another action after the last use. */
  public ServingModel thenRun(Runnable other) {
    return new ServingModel(predictors, preparer, maxPreparedBytes, reviewer, classes, other);
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
