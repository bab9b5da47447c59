package io.cmaclip.streams.topology;

import io.cmaclip.batching.FatalHandler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.utils.ThreadUtils;

/**
 * The executors between the stream threads and the batcher. Preparation threads decode images; the
 * registry thread is the only one that blocks while the schema registry does not respond. Each
 * listing is confined to one thread at a time, and every hand-over is a happens-before edge.
 */
final class ListingThreads implements AutoCloseable {
  private static final Duration REGISTRY_RETRY = Duration.ofSeconds(1);

  private final FatalHandler fatal;
  private final ExecutorService preparation;
  private final ScheduledExecutorService registry = timer("registry-wait");
  private final ScheduledExecutorService pauses = timer("image-wait");

  ListingThreads(int preparationThreads, FatalHandler fatal) {
    this.fatal = fatal;
    this.preparation = Executors.newFixedThreadPool(preparationThreads, daemons("preparation"));
  }

  /** Runs on a preparation thread. May be called by any thread; does nothing after close. */
  void prepare(Runnable work) {
    execute(preparation, work);
  }

  /** Runs on a preparation thread after a pause; does nothing after close. */
  Future<?> prepareAfter(Duration pause, Runnable work) {
    try {
      return pauses.schedule(() -> prepare(work), pause.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      if (!pauses.isShutdown()) {
        throw e;
      }
      return CompletableFuture.completedFuture(null);
    }
  }

  /** Runs on the registry thread. */
  void onRegistryThread(Runnable work) {
    execute(registry, work);
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

  private void execute(Executor executor, Runnable work) {
    try {
      executor.execute(() -> supervised(work));
    } catch (RejectedExecutionException e) {
      if (!preparation.isShutdown()) {
        throw e;
      }
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
