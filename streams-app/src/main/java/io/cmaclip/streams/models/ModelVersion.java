package io.cmaclip.streams.models;

import io.cmaclip.batching.Batcher;
import io.cmaclip.model.prediction.ModelIdentity;
import io.cmaclip.streams.review.Reviewer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A model version in service: preprocessing, inference and review. Architecture, tokenizer and
 * classes may differ between versions, so one version processes a listing from preparation to
 * review, and a version stays open while one of its listings is in flight. Thread-safe.
 */
public final class ModelVersion implements AutoCloseable {
  private final ModelIdentity identity;
  private final ServingModel model;
  private final Batcher<InferenceItem, Inference> batcher;

  /** Number of listings in flight, plus one until the version is retired. */
  private final AtomicInteger uses = new AtomicInteger(1);

  private final CountDownLatch done = new CountDownLatch(1);
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * @param model its predictors belong to the batcher
   * @param batcher not started; closed by this
   */
  public ModelVersion(
      ModelIdentity identity, ServingModel model, Batcher<InferenceItem, Inference> batcher) {
    this.identity = identity;
    this.model = model;
    this.batcher = batcher;
  }

  public ModelIdentity identity() {
    return identity;
  }

  public long maxPreparedBytes() {
    return model.maxPreparedBytes();
  }

  /** Usable after close, too. */
  public Reviewer reviewer() {
    return model.reviewer();
  }

  /** Classes of its tasks; empty if not known. Usable after close, too. */
  public Map<String, List<String>> classes() {
    return model.classes();
  }

  /** Runs inference on listings that this version has prepared. */
  public Batcher<InferenceItem, Inference> batcher() {
    return batcher;
  }

  /** Called when a prepared listing has an outcome or is discarded. */
  public void release() {
    if (uses.decrementAndGet() == 0) {
      done.countDown();
    }
  }

  Preparer preparer() {
    return model.preparer();
  }

  /** False once it is retired and its last listing is done. */
  boolean tryUse() {
    int now = uses.get();
    while (now > 0 && !uses.compareAndSet(now, now + 1)) {
      now = uses.get();
    }
    return now > 0;
  }

  /** Waits until the last listing is done; call {@link #release} once before, to retire it. */
  void awaitDone() throws InterruptedException {
    done.await();
  }

  /** Closes the predictors after running inference calls have returned. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      batcher.close();
      model.afterwards().run();
    }
  }
}
