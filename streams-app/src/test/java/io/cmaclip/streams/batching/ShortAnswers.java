package io.cmaclip.streams.batching;

import io.cmaclip.model.prediction.ModelIdentity;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.predictor.ListingPredictor;
import io.cmaclip.model.preprocessing.PreparedListing;
import java.util.List;

/** Answers one listing too few of every batch of two or more. */
record ShortAnswers(ListingPredictor delegate) implements ListingPredictor {
  @Override
  public List<Prediction> predict(List<PreparedListing> batch) {
    List<Prediction> all = delegate.predict(batch);
    return all.size() < 2 ? all : all.subList(1, all.size());
  }

  @Override
  public void selfTest() {
    delegate.selfTest();
  }

  @Override
  public ModelIdentity model() {
    return delegate.model();
  }

  @Override
  public void close() {
    delegate.close();
  }
}
