package io.cmaclip.lab.bench.model;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * How much several threads do at once. All start together; each works until the time is up and
 * finishes what it began, so its rate is over its own time.
 */
public final class ParallelRate {
  private final ExecutorService threads;
  private final int count;

  /**
   * @param threads at least {@code count} of them, idle
   */
  public ParallelRate(ExecutorService threads, int count) {
    this.threads = threads;
    this.count = count;
  }

  /**
   * Runs of all threads together per second.
   *
   * @param work one per thread
   */
  public double perSecond(List<? extends Runnable> work, Duration atLeast)
      throws InterruptedException {
    CyclicBarrier start = new CyclicBarrier(count);
    List<Callable<Double>> tasks =
        IntStream.range(0, count)
            .<Callable<Double>>mapToObj(
                i ->
                    () -> {
                      start.await();
                      return rate(work.get(i), atLeast);
                    })
            .toList();
    double sum = 0;
    for (Future<Double> rate : threads.invokeAll(tasks)) {
      try {
        sum += rate.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("a measured thread failed: " + e.getCause(), e);
      }
    }
    return sum;
  }

  private static double rate(Runnable work, Duration atLeast) {
    long begin = System.nanoTime();
    long runs = 0;
    long elapsed;
    do {
      work.run();
      runs++;
      elapsed = System.nanoTime() - begin;
    } while (elapsed < atLeast.toNanos());
    return runs * 1e9 / elapsed;
  }
}
