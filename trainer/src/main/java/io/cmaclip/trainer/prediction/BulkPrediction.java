package io.cmaclip.trainer.prediction;

import io.cmaclip.cli.ProgressBar;
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
import java.util.stream.IntStream;

/**
 * Processes parts of a data set with several predictors in parallel. One worker prepares and
 * predicts a part with exclusive use of a predictor, so image decoding and inference share the
 * processor. At most three parts per worker are in flight.
 *
 * <p>Used by one thread; the worker threads end with the call.
 *
 * @param <P> a predictor or a group of predictors
 */
public final class BulkPrediction<P> {
  private static final int PARTS_PER_WORKER = 3;
  private static final int BATCH = 64;

  private final List<P> predictors;

  /**
   * @param predictors one per worker, at least one; the caller closes them
   */
  public BulkPrediction(List<? extends P> predictors) {
    this.predictors = List.copyOf(predictors);
  }

  /** Processes a part. */
  @FunctionalInterface
  public interface Work<P, T, R> {
    /** Called on a worker thread, with exclusive use of the predictor. */
    R apply(P predictor, T part);
  }

  /** Receives the results. */
  @FunctionalInterface
  public interface Sink<R, E extends Exception> {
    /** Called on the calling thread, in the order of the parts. */
    void accept(R result) throws E;
  }

  /**
   * Processes all parts. The first exception of a worker, the iterator or the sink ends the run.
   *
   * @param parts read on the calling thread
   */
  public <T, R, E extends Exception> void run(
      Iterator<T> parts, Work<P, T, R> work, Sink<R, E> sink) throws InterruptedException, E {
    BlockingQueue<P> idle = new ArrayBlockingQueue<>(predictors.size(), false, predictors);
    ExecutorService workers = Executors.newFixedThreadPool(predictors.size());
    Deque<Future<R>> inFlight = new ArrayDeque<>();
    try {
      while (parts.hasNext() || !inFlight.isEmpty()) {
        while (parts.hasNext() && inFlight.size() < PARTS_PER_WORKER * predictors.size()) {
          T part = parts.next();
          inFlight.add(workers.submit(() -> lend(idle, work, part)));
        }
        sink.accept(result(inFlight.remove()));
      }
    } finally {
      // The caller closes the predictors next, so no worker may use them any more.
      workers.shutdownNow();
      workers.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    }
  }

  /** The results of all parts in order; results may be null. */
  public <T, R> List<R> map(List<T> parts, Work<P, T, R> work) throws InterruptedException {
    List<R> results = new ArrayList<>(parts.size());
    this.<T, R, RuntimeException>run(parts.iterator(), work, results::add);
    return Collections.unmodifiableList(results);
  }

  /**
   * Processes numbered listings in batches, with a progress bar.
   *
   * @param what text of the progress bar
   * @param count the listings have the numbers 0 to {@code count} - 1
   * @param work receives the numbers of a batch
   * @return the results of all batches in order; they may be null
   */
  public <R> List<R> mapBatches(String what, int count, Work<P, List<Integer>, List<R>> work)
      throws InterruptedException {
    List<List<Integer>> batches =
        IntStream.iterate(0, from -> from < count, from -> from + BATCH)
            .mapToObj(from -> IntStream.range(from, Math.min(count, from + BATCH)).boxed().toList())
            .toList();
    try (ProgressBar bar = ProgressBar.start(what, "listings", count)) {
      return map(
              batches,
              (predictor, batch) -> {
                List<R> results = work.apply(predictor, batch);
                bar.step(batch.size());
                return results;
              })
          .stream()
          .flatMap(List::stream)
          .toList();
    }
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
