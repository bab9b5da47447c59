package io.cmaclip.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C (SIGINT) or SIGTERM, as an orderly end: the command is told, closes what it opened, and
 * only then the process goes. Shared by the command's thread, which waits and closes, and the JVM's
 * shutdown thread, which tells and then waits in turn.
 */
public final class EndSignal implements AutoCloseable {
  private final CountDownLatch told = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook;

  private EndSignal(Duration patience) {
    hook =
        new Thread(
            () -> {
              told.countDown();
              try {
                // A second Ctrl-C does not help here, so the wait has an end.
                boolean inTime = closed.await(patience.toMillis(), TimeUnit.MILLISECONDS);
                if (!inTime) {
                  System.err.println(
                      "not closed after " + patience.toSeconds() + " s; ending all the same");
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "end-signal");
  }

  /**
   * Listens from now on.
   *
   * @param patience longest time that closing may take
   */
  public static EndSignal listen(Duration patience) {
    EndSignal signal = new EndSignal(patience);
    Runtime.getRuntime().addShutdownHook(signal.hook);
    return signal;
  }

  /** Also interrupts the command's thread, for work that has no place to ask. */
  public void interruptOnSignal(Thread command) {
    Thread watcher =
        new Thread(
            () -> {
              try {
                told.await();
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
    return told.getCount() == 0;
  }

  /** Returns when the process is asked to end. */
  public void await() throws InterruptedException {
    told.await();
  }

  /** Tells that everything is closed. The first resource to open, so the last to close. */
  @Override
  public void close() {
    closed.countDown();
    if (!isGiven()) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The process is ending this very moment; the hook has nothing left to wait for.
      }
    }
  }
}
