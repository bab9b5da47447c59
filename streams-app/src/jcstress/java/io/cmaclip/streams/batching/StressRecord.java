package io.cmaclip.streams.batching;

import io.cmaclip.model.prediction.ModelIdentity;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.preprocessing.PreparedListing;
import io.cmaclip.streams.suspects.WatchedListing;

/**
 * A record whose content is in plain fields: it is seen by other threads only as far as the
 * hand-over itself publishes it.
 */
final class StressRecord extends InFlightRecord implements BatchEntry {
  int answer;
  int more;

  /** Volatile as the references of a listing in flight are. */
  volatile Object kept;

  StressRecord(ByteBudget budget, long bytes) {
    super(0, budget, bytes);
  }

  @Override
  protected void forget() {
    kept = null;
  }

  @Override
  public PreparedListing prepared() {
    return null;
  }

  @Override
  public WatchedListing watched() {
    return WatchedListing.UNWATCHED;
  }

  @Override
  public void predicted(Prediction prediction, ModelIdentity model) {
    finish();
  }

  @Override
  public void condemned(RuntimeException cause) {
    finish();
  }
}
