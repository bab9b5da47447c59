package io.cmaclip.streams.images;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of a fetcher, except the I/O threads of the HTTP client. */
final class FetchThreads implements AutoCloseable {
  /** Name lookups may block for the system resolver's full time limit. */
  private static final int RESOLVING = 32;

  private static final int WORKING = 2;
  private static final int IDLE_SECONDS = 10;

  private final ThreadPoolExecutor resolving = pool(RESOLVING, "image-resolve");
  private final ThreadPoolExecutor working = pool(WORKING, "image-fetch");
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, daemons("image-timer"));

  FetchThreads() {
    timer.setRemoveOnCancelPolicy(true);
    // Fetches are cancelled before the pools close.
    timer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
  }

  /** For name lookups. */
  ExecutorService resolving() {
    return resolving;
  }

  /** For short tasks: hashes, bulkhead permits, the next redirect. */
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
