package io.cmaclip.lab.bench;

import io.cmaclip.model.predictor.ListingPredictor;
import io.cmaclip.streams.models.ServingModel;

/** A predictor whose {@code close} does nothing, so that several services can share it. */
final class SharedPredictor extends DelegatingPredictor {
  private SharedPredictor(ListingPredictor predictor) {
    super(predictor);
  }

  /** The model with shared predictors, which the caller closes. */
  static ServingModel share(ServingModel model) {
    return new ServingModel(
        model.predictors().stream().map(SharedPredictor::new).toList(),
        model.preparer(),
        model.maxPreparedBytes(),
        model.reviewer());
  }

  @Override
  public void close() {
    // The owner closes the shared predictor.
  }
}
