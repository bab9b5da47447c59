package io.cmaclip.streams.topology;

import io.cmaclip.batching.FatalHandler;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Every hand-over of a listing between its stream thread and the batcher: the preparation threads
 * decode images, and the one registry thread alone waits while the schema registry does not answer.
 * A listing is with one thread at a time; what was written before a hand-over is seen after it.
 */
final class ListingThreads implements AutoCloseable {
  private static final Duration REGISTRY_RETRY = Duration.ofSeconds(1);

  private final FatalHandler fatal;
  private final ExecutorService preparation;
  private final ScheduledExecutorService registry = timer("registry-wait");
  private final ScheduledExecutorService pauses = timer("image-wait");

  ListingThreads(int preparationThreads, FatalHandler fatal) {
    this.fatal = fatal;
    this.preparation =
        Executors.newFixedThreadPool(preparationThreads, new DaemonThreads("preparation"));
  }

  /** To a preparation thread. Any thread may come, also when the service has ended meanwhile. */
  void prepare(Runnable work) {
    execute(preparation, work);
  }

  /** To a preparation thread, after a pause. */
  Future<?> prepareAfter(Duration pause, Runnable work) {
    return pauses.schedule(() -> prepare(work), pause.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** To the registry thread. */
  void askRegistry(Runnable work) {
    execute(registry, work);
  }

  /** To the registry thread again, which has not got an answer. */
  void askRegistryAgain(Runnable work) {
    Future<?> unused =
        registry.schedule(() -> watched(work), REGISTRY_RETRY.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Work that has not begun is dropped. */
  @Override
  public void close() {
    registry.shutdownNow();
    pauses.shutdownNow();
    preparation.shutdownNow();
  }

  private void execute(Executor executor, Runnable work) {
    try {
      executor.execute(() -> watched(work));
    } catch (RejectedExecutionException e) {
      if (!preparation.isShutdown()) {
        throw e;
      }
    }
  }

  /** A task that vanished in an executor would leave its listing in flight for ever. */
  private void watched(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      if (!preparation.isShutdown()) {
        fatal.fatal(Thread.currentThread().getName() + " failed", e);
      }
    }
  }

  private static ScheduledExecutorService timer(String name) {
    ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, new DaemonThreads(name));
    // What a discarded listing waited for must not hold its bytes until the pause is over.
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }
}
