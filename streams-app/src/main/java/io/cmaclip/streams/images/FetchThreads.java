package io.cmaclip.streams.images;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of a fetcher, besides those of the connections. */
final class FetchThreads implements AutoCloseable {
  /** A lookup may hang for as long as the machine's resolver pleases. */
  private static final int RESOLVING = 32;

  private static final int WORKING = 2;
  private static final int IDLE_SECONDS = 10;

  private final ThreadPoolExecutor resolving = pool(RESOLVING, "image-resolve");
  private final ThreadPoolExecutor working = pool(WORKING, "image-fetch");
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, daemons("image-timer"));

  FetchThreads() {
    timer.setRemoveOnCancelPolicy(true);
    // Whoever waits for a pool that is closed was cancelled before.
    timer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
  }

  /** For name lookups. */
  ExecutorService resolving() {
    return resolving;
  }

  /** For what costs a little time: hashes, turns, the next hop. */
  ExecutorService working() {
    return working;
  }

  ScheduledThreadPoolExecutor timer() {
    return timer;
  }

  @Override
  public void close() {
    timer.shutdownNow();
    working.shutdownNow();
    resolving.shutdownNow();
  }

  private static ThreadPoolExecutor pool(int threads, String name) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            daemons(name),
            new ThreadPoolExecutor.DiscardPolicy());
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  private static ThreadFactory daemons(String name) {
    AtomicInteger count = new AtomicInteger();
    return work -> {
      Thread thread = new Thread(work, name + "-" + count.getAndIncrement());
      thread.setDaemon(true);
      return thread;
    };
  }
}
