package io.cmaclip.streams.batching;

import io.cmaclip.model.prediction.ModelIdentity;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.preprocessing.PreparedListing;
import io.cmaclip.streams.suspects.WatchedListing;

/** A listing known by one token. */
final class TestEntry implements BatchEntry {
  private final PreparedListing prepared;
  private volatile boolean discarded;
  volatile Prediction prediction;
  volatile RuntimeException cause;
  volatile int answers;

  TestEntry(int token) {
    prepared = new PreparedListing(null, new int[] {token});
  }

  static int token(PreparedListing listing) {
    return listing.tokens()[0];
  }

  void discard() {
    discarded = true;
  }

  @Override
  public PreparedListing prepared() {
    return prepared;
  }

  @Override
  public WatchedListing watched() {
    return WatchedListing.UNWATCHED;
  }

  @Override
  public boolean isDiscarded() {
    return discarded;
  }

  @Override
  public boolean isFinished() {
    return prediction != null || cause != null;
  }

  @Override
  @SuppressWarnings("NonAtomicVolatileUpdate") // one predictor thread at a time
  public void predicted(Prediction answer, ModelIdentity model) {
    prediction = answer;
    answers++;
  }

  @Override
  @SuppressWarnings("NonAtomicVolatileUpdate")
  public void condemned(RuntimeException why) {
    cause = why;
    answers++;
  }
}
