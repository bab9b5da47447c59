package io.cmaclip.lab.chaos.processes;

import io.cmaclip.lab.bench.DelegatingPredictor;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.predictor.ListingPredictor;
import io.cmaclip.model.preprocessing.PreparedListing;
import java.util.List;

/** A predictor that stalls, throws or is late on command, and that poison makes fail. */
final class MisbehavingPredictor extends DelegatingPredictor {
  private final Misbehaviour misbehaviour;
  private final Poison poison;

  MisbehavingPredictor(ListingPredictor predictor, Misbehaviour misbehaviour, Poison poison) {
    super(predictor);
    this.misbehaviour = misbehaviour;
    this.poison = poison;
  }

  @Override
  public List<Prediction> predict(List<PreparedListing> batch) {
    misbehaviour.enters(batch.size());
    try {
      misbehaviour.suffer();
      if (batch.stream().anyMatch(poison::isIn)) {
        throw new IllegalStateException("poison in a batch");
      }
      return super.predict(batch);
    } finally {
      misbehaviour.leaves(batch.size());
    }
  }

  @Override
  public void selfTest() {
    misbehaviour.suffer();
    super.selfTest();
  }
}
