package io.cmaclip.streams.topology;

import io.cmaclip.batching.FatalHandler;
import io.cmaclip.batching.Priority;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.utils.ThreadUtils;

/**
 * The executors between the stream threads and the batcher. Preparation threads decode images; the
 * registry thread is the only one that blocks while the schema registry does not respond. Each
 * listing is confined to one thread at a time, and every hand-over is a happens-before edge.
 */
final class ListingThreads implements AutoCloseable {
  /** Work of a preparation thread; that of low priority waits for all other. */
  private record Preparing(Priority priority, long number, Runnable work)
      implements Runnable, Comparable<Preparing> {
    private static final Comparator<Preparing> ORDER =
        Comparator.comparing(Preparing::priority).thenComparingLong(Preparing::number);

    @Override
    public void run() {
      work.run();
    }

    @Override
    public int compareTo(Preparing other) {
      return ORDER.compare(this, other);
    }
  }

  private static final Duration REGISTRY_RETRY = Duration.ofSeconds(1);

  private final FatalHandler fatal;
  private final ExecutorService preparation;
  private final AtomicLong preparations = new AtomicLong();
  private final ScheduledExecutorService registry = timer("registry-wait");
  private final ScheduledExecutorService pauses = timer("image-wait");

  ListingThreads(int preparationThreads, FatalHandler fatal) {
    this.fatal = fatal;
    this.preparation =
        new ThreadPoolExecutor(
            preparationThreads,
            preparationThreads,
            0,
            TimeUnit.SECONDS,
            new PriorityBlockingQueue<>(),
            daemons("preparation"));
  }

  /**
   * Runs on a preparation thread, in order of priority, then of calls. May be called by any thread;
   * does nothing after close.
   */
  void prepare(Priority priority, Runnable work) {
    try {
      preparation.execute(
          new Preparing(priority, preparations.getAndIncrement(), () -> supervised(work)));
    } catch (RejectedExecutionException e) {
      requireClosed(e);
    }
  }

  /** Runs on a preparation thread after a pause; does nothing after close. */
  Future<?> prepareAfter(Duration pause, Priority priority, Runnable work) {
    try {
      return pauses.schedule(() -> prepare(priority, work), pause.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      if (!pauses.isShutdown()) {
        throw e;
      }
      return CompletableFuture.completedFuture(null);
    }
  }

  /** Runs on the registry thread. */
  void onRegistryThread(Runnable work) {
    try {
      registry.execute(() -> supervised(work));
    } catch (RejectedExecutionException e) {
      requireClosed(e);
    }
  }

  /** Runs on the registry thread after a pause. */
  void retryOnRegistryThread(Runnable work) {
    Future<?> unused =
        registry.schedule(() -> supervised(work), REGISTRY_RETRY.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Drops work that has not started. */
  @Override
  public void close() {
    registry.shutdownNow();
    pauses.shutdownNow();
    preparation.shutdownNow();
  }

  private void requireClosed(RejectedExecutionException e) {
    if (!preparation.isShutdown()) {
      throw e;
    }
  }

  /** Reports failures, which an executor would swallow: the listing would stay in flight. */
  private void supervised(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      if (!preparation.isShutdown()) {
        fatal.fatal(Thread.currentThread().getName() + " failed", e);
      }
    }
  }

  private static ThreadFactory daemons(String name) {
    return ThreadUtils.createThreadFactory(name + "-%d", true);
  }

  private static ScheduledExecutorService timer(String name) {
    ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, daemons(name));
    // Otherwise a discarded listing would stay in memory until the end of its pause.
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }
}
