package io.cmaclip.lab.bench;

import io.cmaclip.model.prediction.ModelIdentity;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.predictor.ListingPredictor;
import io.cmaclip.model.preprocessing.PreparedListing;
import java.util.List;

/** A predictor that delegates to another one. */
public class DelegatingPredictor implements ListingPredictor {
  private final ListingPredictor predictor;

  protected DelegatingPredictor(ListingPredictor predictor) {
    this.predictor = predictor;
  }

  @Override
  public List<Prediction> predict(List<PreparedListing> batch) {
    return predictor.predict(batch);
  }

  @Override
  public void selfTest() {
    predictor.selfTest();
  }

  @Override
  public ModelIdentity model() {
    return predictor.model();
  }

  @Override
  public void close() {
    predictor.close();
  }
}
