package io.cmaclip.trainer.prediction;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Predictors side by side, each lent to one worker at a time. For any thread.
 *
 * @param <P> a predictor, or several that go together
 */
public final class PredictorPool<P> {
  private final int size;
  private final BlockingQueue<P> idle;

  /** What a worker does with one part of the work. */
  @FunctionalInterface
  public interface Work<T, R> {
    /** Called by a worker. */
    R apply(T part) throws InterruptedException;
  }

  /**
   * @param predictors at least one; they stay the caller's to close
   */
  public PredictorPool(List<? extends P> predictors) {
    size = predictors.size();
    idle = new ArrayBlockingQueue<>(size, false, predictors);
  }

  /** How many there are: more workers would only wait. */
  public int size() {
    return size;
  }

  /** Lends a predictor, once one is idle. */
  public <R> R lend(Function<P, R> use) throws InterruptedException {
    P predictor = idle.take();
    try {
      return use.apply(predictor);
    } finally {
      idle.add(predictor);
    }
  }

  /**
   * Works on all parts, as many at a time as there are predictors.
   *
   * @return the results, in the order of the parts; they may be null
   * @throws RuntimeException the first that a worker throws
   */
  public <T, R> List<R> map(List<T> parts, Work<T, R> work) throws InterruptedException {
    ExecutorService workers = workers();
    try {
      List<Future<R>> underWay = new ArrayList<>(parts.size());
      for (T part : parts) {
        underWay.add(workers.submit(() -> work.apply(part)));
      }
      List<R> results = new ArrayList<>(parts.size());
      for (Future<R> one : underWay) {
        results.add(one.get());
      }
      return Collections.unmodifiableList(results);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      end(workers);
    }
  }

  /** A thread for each predictor. */
  ExecutorService workers() {
    return Executors.newFixedThreadPool(size);
  }

  /** Whoever closes the predictors next must find no forward left. */
  static void end(ExecutorService workers) throws InterruptedException {
    workers.shutdownNow();
    workers.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
  }
}
