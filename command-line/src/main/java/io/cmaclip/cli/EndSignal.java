package io.cmaclip.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Graceful shutdown on Ctrl-C (SIGINT) or SIGTERM: the JVM's shutdown hook signals the command and
 * waits until the command's thread has closed its resources.
 */
public final class EndSignal implements AutoCloseable {
  private final CountDownLatch signalled = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook;

  private EndSignal(Duration timeout) {
    hook =
        new Thread(
            () -> {
              signalled.countDown();
              try {
                // Bounded, because a second Ctrl-C cannot interrupt a shutdown hook.
                if (!closed.await(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                  System.err.println(
                      "shutdown did not complete within " + timeout.toSeconds() + " s; exiting");
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "end-signal");
  }

  /** Registers the shutdown hook, which waits at most {@code timeout} for {@link #close}. */
  public static EndSignal listen(Duration timeout) {
    EndSignal signal = new EndSignal(timeout);
    Runtime.getRuntime().addShutdownHook(signal.hook);
    return signal;
  }

  /** Interrupts the command's thread on the signal. */
  public void interruptOnSignal(Thread command) {
    Thread watcher =
        new Thread(
            () -> {
              try {
                signalled.await();
                command.interrupt();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "end-watch");
    watcher.setDaemon(true);
    watcher.start();
  }

  public boolean isGiven() {
    return signalled.getCount() == 0;
  }

  /** Blocks until the signal. */
  public void await() throws InterruptedException {
    signalled.await();
  }

  /**
   * Lets the process exit. Open this first in a try-with-resources block, so that it closes last.
   */
  @Override
  public void close() {
    closed.countDown();
    if (!isGiven()) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The JVM is already shutting down.
      }
    }
  }
}
