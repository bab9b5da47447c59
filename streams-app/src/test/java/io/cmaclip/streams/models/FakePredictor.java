package io.cmaclip.streams.models;

import io.cmaclip.model.prediction.Alternative;
import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.model.prediction.ModelIdentity;
import io.cmaclip.model.prediction.NoiseScores;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.prediction.TaskPrediction;
import io.cmaclip.model.predictor.ListingPredictor;
import io.cmaclip.model.preprocessing.PreparedListing;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * A predictor that answers every listing with a label that is a hash of its pixels and tokens, and
 * fails, stalls or falls ill as a test wants. Switches may be set by any thread.
 */
public final class FakePredictor implements ListingPredictor {
  public static final ModelIdentity MODEL = new ModelIdentity("fake", "1", "f00d");

  /** Sizes of the batches that were tried, whether they succeeded or not. */
  public final List<Integer> batches = new CopyOnWriteArrayList<>();

  private final Duration base;
  private final Duration perListing;
  private volatile Consumer<List<PreparedListing>> before = batch -> {};
  private volatile boolean ill;
  private volatile boolean closed;

  /** One that answers at once. */
  public FakePredictor() {
    this(Duration.ZERO, Duration.ZERO);
  }

  /** One whose forward lasts {@code base + perListing * listings}. */
  public FakePredictor(Duration base, Duration perListing) {
    this.base = base;
    this.perListing = perListing;
  }

  /** Runs at the start of each forward; may throw or wait. */
  public FakePredictor before(Consumer<List<PreparedListing>> action) {
    before = action;
    return this;
  }

  /** Each forward and each self-test throws. */
  public void setIll(boolean isIll) {
    ill = isIll;
  }

  public boolean isClosed() {
    return closed;
  }

  /** The label it gives. */
  public static String label(PreparedListing listing) {
    return "label-"
        + Integer.toHexString(
            31 * Arrays.hashCode(listing.pixels()) + Arrays.hashCode(listing.tokens()));
  }

  @Override
  public List<Prediction> predict(List<PreparedListing> batch) {
    batches.add(batch.size());
    if (batch.isEmpty()) {
      throw new IllegalArgumentException("the batch is empty");
    }
    before.accept(batch);
    if (ill) {
      throw new IllegalStateException("ill");
    }
    long until = System.nanoTime() + base.plus(perListing.multipliedBy(batch.size())).toNanos();
    for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    return batch.stream().map(FakePredictor::prediction).toList();
  }

  private static Prediction prediction(PreparedListing listing) {
    double imageWeight = listing.hasImage() ? (listing.hasText() ? 0.25 : 1) : 0;
    return new Prediction(
        ModalityState.of(listing.hasImage(), listing.hasText()),
        List.of(
            new TaskPrediction(
                "colour",
                label(listing),
                0.9,
                true,
                imageWeight,
                1 - imageWeight,
                List.of(new Alternative("other", 0.1)),
                null,
                null)),
        NoiseScores.NONE);
  }

  @Override
  public void selfTest() {
    if (ill) {
      throw new IllegalStateException("logits differ by 3.0 (at most 1e-4)");
    }
  }

  @Override
  public ModelIdentity model() {
    return MODEL;
  }

  @Override
  public void close() {
    closed = true;
  }
}
