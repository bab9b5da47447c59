package io.cmaclip.streams.models;

import io.cmaclip.batching.Batcher;
import io.cmaclip.model.prediction.ModelIdentity;
import io.cmaclip.streams.review.Reviewer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One model at work: what prepares listings, forwards them and reviews the answers. Architectures,
 * tokenizers and classes differ from model to model, so a listing goes through one generation from
 * its preparation to its answer, and a generation stays open as long as one of its listings is on
 * the way. For any thread.
 */
public final class ModelVersion implements AutoCloseable {
  private final ModelIdentity identity;
  private final Preparer preparer;
  private final long maxPreparedBytes;
  private final Reviewer reviewer;
  private final Batcher<InferenceItem, Inference> batcher;
  private final Runnable afterwards;

  /** Listings on the way, and one more until the generation is retired. */
  private final AtomicInteger uses = new AtomicInteger(1);

  private final CountDownLatch left = new CountDownLatch(1);
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * A generation that has not started.
   *
   * @param maxPreparedBytes most bytes pixels and tokens of one listing take
   * @param batcher owned from now on
   * @param afterwards gives back what the preparer holds, once nothing uses it any more
   */
  public ModelVersion(
      ModelIdentity identity,
      Preparer preparer,
      long maxPreparedBytes,
      Reviewer reviewer,
      Batcher<InferenceItem, Inference> batcher,
      Runnable afterwards) {
    this.identity = identity;
    this.preparer = preparer;
    this.maxPreparedBytes = maxPreparedBytes;
    this.reviewer = reviewer;
    this.batcher = batcher;
    this.afterwards = afterwards;
  }

  /** Stamped on every output. */
  public ModelIdentity identity() {
    return identity;
  }

  /** Most bytes pixels and tokens of one listing take. */
  public long maxPreparedBytes() {
    return maxPreparedBytes;
  }

  /** Good also after the generation has been closed. */
  public Reviewer reviewer() {
    return reviewer;
  }

  /** Forwards what this generation has prepared. */
  public Batcher<InferenceItem, Inference> batcher() {
    return batcher;
  }

  /** A listing that was prepared is answered, or gone. */
  public void release() {
    if (uses.decrementAndGet() == 0) {
      left.countDown();
    }
  }

  Preparer preparer() {
    return preparer;
  }

  /** False once it is retired and its last listing has left. */
  boolean tryUse() {
    int now = uses.get();
    while (now > 0 && !uses.compareAndSet(now, now + 1)) {
      now = uses.get();
    }
    return now > 0;
  }

  /** Waits until the last listing has left; call {@link #release} once before, to retire it. */
  void awaitLeft() throws InterruptedException {
    left.await();
  }

  /** Ends the predictors, waiting for forwards that run. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      batcher.close();
      afterwards.run();
    }
  }
}
