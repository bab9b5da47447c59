package io.cmaclip.lab.chaos.processes;

import io.cmaclip.lab.bench.DelegatingPredictor;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.predictor.ListingPredictor;
import io.cmaclip.model.preprocessing.PreparedListing;
import java.util.List;

/** A predictor that stalls, fails or delays on command, and fails for poison-pill listings. */
final class FaultyPredictor extends DelegatingPredictor {
  private final FaultInjection faults;
  private final Poison poison;

  FaultyPredictor(ListingPredictor predictor, FaultInjection faults, Poison poison) {
    super(predictor);
    this.faults = faults;
    this.poison = poison;
  }

  @Override
  public List<Prediction> predict(List<PreparedListing> batch) {
    faults.enters(batch.size());
    try {
      faults.apply();
      if (batch.stream().anyMatch(poison::isIn)) {
        throw new IllegalStateException("poison in a batch");
      }
      return super.predict(batch);
    } finally {
      faults.leaves(batch.size());
    }
  }

  @Override
  public void selfTest() {
    faults.apply();
    super.selfTest();
  }
}
