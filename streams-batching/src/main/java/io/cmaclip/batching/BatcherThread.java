package io.cmaclip.batching;

import io.cmaclip.batching.internal.BatchQueue;
import io.cmaclip.batching.internal.BatcherHealth;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes batches and calls one function, which it owns and closes. While the function fails its
 * self-test, nothing is rejected: items return to the queue, and the self-test is retried with
 * back-off.
 */
final class BatcherThread<T, R> extends Thread {
  private static final Logger LOG = LoggerFactory.getLogger(BatcherThread.class);

  record Shared<T, R>(
      BatchQueue<BatchEntry<T, R>> queue,
      BatcherHealth health,
      SupervisionSettings supervision,
      BatchingObserver observer,
      FatalHandler fatal,
      CountDownLatch closing) {}

  private final int index;
  private final BatchFunction<T, R> function;
  private final BisectingCall<T, R> call;
  private final BatchQueue<BatchEntry<T, R>> queue;
  private final Shared<T, R> shared;

  BatcherThread(String name, int index, BatchFunction<T, R> function, Shared<T, R> shared) {
    super(name + "-" + index);
    setDaemon(true);
    this.index = index;
    this.function = function;
    this.call = new BisectingCall<>(function, shared.observer());
    this.queue = shared.queue();
    this.shared = shared;
  }

  @Override
  public void run() {
    try {
      untilHealthy();
      work();
    } catch (InterruptedException e) {
      shared.health().unhealthy(index, "interrupted");
      shared.fatal().fatal(getName() + " was interrupted", e);
    } catch (Throwable e) {
      shared.health().unhealthy(index, "died: " + e);
      shared.fatal().fatal(getName() + " died", e);
    } finally {
      function.close();
    }
  }

  /** Closes the function of a thread that was never started. */
  void closeIfNeverStarted() {
    if (getState() == State.NEW) {
      function.close();
    }
  }

  private void work() throws InterruptedException {
    List<BatchEntry<T, R>> batch = take();
    while (!batch.isEmpty()) {
      shared.health().callBegins(index);
      try {
        call.complete(batch);
      } catch (UnhealthyException e) {
        shared.health().unhealthy(index, "the self-test fails: " + e.getCause().getMessage());
        queue.putBack(batch.stream().filter(entry -> !entry.isDone()).toList());
        LOG.warn("{} is unhealthy, its items wait", getName(), e.getCause());
        shared.health().callEnds(index);
        untilHealthy();
      } finally {
        shared.health().callEnds(index);
      }
      batch = take();
    }
  }

  private List<BatchEntry<T, R>> take() throws InterruptedException {
    return queue.take(this::runsAlone);
  }

  private boolean runsAlone(BatchEntry<T, R> entry) {
    T item = entry.item();
    return item != null && function.runsAlone(item);
  }

  private void untilHealthy() throws InterruptedException {
    Duration backOff = shared.supervision().firstBackOff();
    Duration longest = shared.supervision().longestBackOff();
    while (!passesSelfTest()) {
      if (shared.closing().await(backOff.toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
      Duration doubled = backOff.multipliedBy(2);
      backOff = doubled.compareTo(longest) > 0 ? longest : doubled;
    }
  }

  private boolean passesSelfTest() {
    shared.health().callBegins(index);
    try {
      function.selfTest();
      shared.health().healthy(index);
      return true;
    } catch (RuntimeException e) {
      shared.health().unhealthy(index, "the self-test fails: " + e.getMessage());
      LOG.warn("the self-test of {} fails: {}", getName(), e.getMessage());
      return false;
    } finally {
      shared.health().callEnds(index);
    }
  }
}
