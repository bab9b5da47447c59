package io.cmaclip.streams.batching;

import io.cmaclip.model.predictor.ListingPredictor;
import io.cmaclip.streams.suspects.RunGuard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Gathers listings of all tasks and partitions into batches, by size or by time, whichever comes
 * first, and hands them to the predictors, each on a thread of its own. Any thread submits; answers
 * come on predictor threads.
 */
public final class MicroBatcher implements AutoCloseable {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);

  private final BatchQueue queue;
  private final List<PredictorThread> threads = new ArrayList<>();
  private final PredictorHealth health;
  private final ForwardStatistics statistics;
  private final CountDownLatch closing = new CountDownLatch(1);

  /**
   * Nothing runs before {@link #start}.
   *
   * @param predictors at least one; owned by this batcher from now on, which closes them
   * @param guard every forward goes through it
   * @param statistics counted in by this batcher, and shown by {@link #statistics}
   * @param fatal called when a predictor thread dies
   */
  public MicroBatcher(
      BatchingSettings batching,
      SupervisionSettings supervision,
      List<? extends ListingPredictor> predictors,
      RunGuard guard,
      ForwardStatistics statistics,
      FatalHandler fatal) {
    if (predictors.isEmpty()) {
      throw new IllegalArgumentException("at least one predictor is needed");
    }
    this.statistics = statistics;
    this.queue = new BatchQueue(batching, statistics);
    this.health = new PredictorHealth(predictors.size(), supervision);
    for (ListingPredictor predictor : predictors) {
      threads.add(
          new PredictorThread(
              threads.size(),
              predictor,
              queue,
              guard,
              statistics,
              health,
              supervision,
              fatal,
              closing));
    }
  }

  /** Starts the predictor threads; each begins with a self-test. */
  public void start() {
    threads.forEach(Thread::start);
  }

  /** Adds a listing to the next batch. Never waits. */
  public void submit(BatchEntry entry) {
    queue.add(entry);
  }

  public PredictorHealth health() {
    return health;
  }

  public ForwardStatistics statistics() {
    return statistics;
  }

  /** Listings that wait for a forward. */
  public int waiting() {
    return queue.size();
  }

  /**
   * Lets forwards that are running end, and takes no further batch. A forward that does not come
   * back is left behind after 20 s.
   */
  @Override
  public void close() {
    closing.countDown();
    queue.close();
    long deadline = System.nanoTime() + CLOSE_TIMEOUT.toNanos();
    for (PredictorThread thread : threads) {
      thread.closeIfNeverStarted();
      try {
        thread.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
