package io.cmaclip.lab.bench;

import io.cmaclip.model.predictor.ListingPredictor;
import io.cmaclip.streams.models.ServingModel;

/** A predictor that outlives the services it is lent to. */
final class KeptOpen extends DelegatingPredictor {
  private KeptOpen(ListingPredictor predictor) {
    super(predictor);
  }

  /** The same model; whoever made it still closes it. */
  static ServingModel lend(ServingModel model) {
    return new ServingModel(
        model.predictors().stream().map(KeptOpen::new).toList(),
        model.preparer(),
        model.maxPreparedBytes(),
        model.reviewer());
  }

  @Override
  public void close() {
    // Lent, not given.
  }
}
