package io.cmaclip.trainer.prediction;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Predictors side by side that work through the parts of a large whole. Each part is read, prepared
 * and predicted by one worker with a predictor of its own, so that decoding images and inference
 * share the processor evenly; a few parts per worker are under way at any time.
 *
 * <p>Threads: one caller; the workers live as long as the call.
 *
 * @param <P> a predictor, or several that go together
 */
public final class BulkPrediction<P> {
  private static final int PARTS_PER_WORKER = 3;

  private final List<P> predictors;

  /**
   * @param predictors one per worker, at least one; they stay the caller's to close
   */
  public BulkPrediction(List<? extends P> predictors) {
    this.predictors = List.copyOf(predictors);
  }

  /** What a worker does with a part. */
  @FunctionalInterface
  public interface Work<P, T, R> {
    /** Called by a worker; the predictor is no one else's meanwhile. */
    R apply(P predictor, T part);
  }

  /** Receives the results. */
  @FunctionalInterface
  public interface Sink<R, E extends Exception> {
    /** Takes the result of a part, in the order of the parts; called by the caller's thread. */
    void accept(R result) throws E;
  }

  /**
   * Works through all parts. Ends with the first exception of worker, parts or sink.
   *
   * @param parts asked for one at a time, by the caller's thread
   */
  public <T, R, E extends Exception> void run(
      Iterator<T> parts, Work<P, T, R> work, Sink<R, E> sink) throws InterruptedException, E {
    BlockingQueue<P> idle = new ArrayBlockingQueue<>(predictors.size(), false, predictors);
    ExecutorService workers = Executors.newFixedThreadPool(predictors.size());
    Deque<Future<R>> underWay = new ArrayDeque<>();
    try {
      while (parts.hasNext() || !underWay.isEmpty()) {
        while (parts.hasNext() && underWay.size() < PARTS_PER_WORKER * predictors.size()) {
          T part = parts.next();
          underWay.add(workers.submit(() -> lend(idle, work, part)));
        }
        sink.accept(result(underWay.remove()));
      }
    } finally {
      // Whoever closes the predictors next must find none at work.
      workers.shutdownNow();
      workers.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    }
  }

  /** The results of all parts, in their order; they may be null. */
  public <T, R> List<R> map(List<T> parts, Work<P, T, R> work) throws InterruptedException {
    List<R> results = new ArrayList<>(parts.size());
    this.<T, R, RuntimeException>run(parts.iterator(), work, results::add);
    return Collections.unmodifiableList(results);
  }

  private static <P, T, R> R lend(BlockingQueue<P> idle, Work<P, T, R> work, T part)
      throws InterruptedException {
    P predictor = idle.take();
    try {
      return work.apply(predictor, part);
    } finally {
      idle.add(predictor);
    }
  }

  private static <R> R result(Future<R> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    }
  }
}
