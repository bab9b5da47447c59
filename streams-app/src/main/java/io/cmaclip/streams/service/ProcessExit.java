package io.cmaclip.streams.service;

import io.cmaclip.batching.FatalHandler;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process with status 1, so that an orchestrator can restart it. Shutdown hooks have 30 s;
 * after that the process is halted. Safe for any thread.
 */
public final class ProcessExit implements FatalHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessExit.class);
  private static final Duration GRACE = Duration.ofSeconds(30);
  private static final int FAILED = 1;

  private final AtomicBoolean ending = new AtomicBoolean();

  @Override
  public void fatal(String what, Throwable cause) {
    LOG.error("the process ends: {}", what, cause);
    if (ending.compareAndSet(false, true)) {
      // Not on the calling thread: it may be a stream thread, for which a shutdown hook waits.
      start("exit", () -> Runtime.getRuntime().exit(FAILED));
      start("halt", ProcessExit::haltLater);
    }
  }

  private static void haltLater() {
    try {
      Thread.sleep(GRACE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(FAILED);
  }

  private static void start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }
}
