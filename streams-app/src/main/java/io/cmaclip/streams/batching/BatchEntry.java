package io.cmaclip.streams.batching;

import io.cmaclip.model.prediction.ModelIdentity;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.preprocessing.PreparedListing;
import io.cmaclip.streams.suspects.WatchedListing;

/** A listing waiting for its prediction. All methods are called by predictor threads. */
public interface BatchEntry {
  /** What the predictor reads; null once discarded. */
  PreparedListing prepared();

  /** Nobody waits for the answer any more. */
  boolean isDiscarded();

  /** {@link #predicted} or {@link #condemned} was called. */
  boolean isFinished();

  void predicted(Prediction prediction, ModelIdentity model);

  /** How the record of suspects sees it. */
  WatchedListing watched();

  /** The forward fails for this listing alone, twice, while the predictor's self-test passes. */
  void condemned(RuntimeException cause);
}
