package io.cmaclip.trainer.batches;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/**
 * Prepares the next batches on an executor while the training thread computes. Confined to the
 * training thread; {@code make} runs on the executor's threads and must be thread-safe.
 *
 * @param <B> a batch
 */
public final class BatchFeed<B> implements AutoCloseable {
  private final ExecutorService executor;
  private final IntFunction<B> make;
  private final int end;
  private final int ahead;
  private final Queue<Future<B>> prepared = new ArrayDeque<>();
  private int next;
  private long waited;

  /**
   * Starts preparing immediately.
   *
   * @param make makes the batch of a position
   * @param from first position
   * @param end position after the last
   * @param ahead most batches held in memory, at least 1
   */
  public BatchFeed(ExecutorService executor, IntFunction<B> make, int from, int end, int ahead) {
    this.executor = executor;
    this.make = make;
    this.next = from;
    this.end = end;
    this.ahead = ahead;
    refill();
  }

  /** The next batch, in order. */
  public B take() throws InterruptedException {
    try {
      long asked = System.nanoTime();
      B batch = prepared.remove().get();
      waited += System.nanoTime() - asked;
      refill();
      return batch;
    } catch (ExecutionException e) {
      throw new IllegalStateException("preparing a batch failed", e.getCause());
    }
  }

  /** Total seconds that {@link #take} has waited. */
  public double waitedSeconds() {
    return waited / 1e9;
  }

  private void refill() {
    while (next < end && prepared.size() < ahead) {
      int position = next++;
      prepared.add(executor.submit(() -> make.apply(position)));
    }
  }

  /** Cancels and drops batches that were not taken. */
  @Override
  public void close() {
    prepared.forEach(batch -> batch.cancel(true));
    prepared.clear();
  }
}
