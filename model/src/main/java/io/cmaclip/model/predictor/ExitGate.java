package io.cmaclip.model.predictor;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets no inference call run while the JVM exits, because PyTorch's libraries unload then: on
 * shutdown, running calls finish and new ones are refused. A model whose owner closes it on
 * shutdown still answers until then. Thread-safe.
 */
final class ExitGate {
  private static final Logger LOG = LoggerFactory.getLogger(ExitGate.class);

  private final Duration longestWait;
  private final Thread hook = new Thread(this::end, "cma-clip-exit");
  private final CountDownLatch closed = new CountDownLatch(1);
  // Calls hold the read lock, shutdown holds the write lock.
  private final ReentrantReadWriteLock running = new ReentrantReadWriteLock();
  private volatile boolean ownerCloses;

  /**
   * Creates a gate outside the JVM's shutdown.
   *
   * @param longestWait for the owner and for running calls together
   */
  ExitGate(Duration longestWait) {
    this.longestWait = longestWait;
  }

  /** Registers the JVM's shutdown hook. */
  void register() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * Runs a call.
   *
   * @throws IllegalStateException on shutdown
   */
  <T> T call(Supplier<T> call) {
    if (!running.readLock().tryLock()) {
      throw new IllegalStateException("no inference call: the process is shutting down");
    }
    try {
      return call.get();
    } finally {
      running.readLock().unlock();
    }
  }

  /** From now on, shutdown first waits for {@link #close}. */
  void waitForOwner() {
    ownerCloses = true;
  }

  /** There are no more calls. */
  void close() {
    closed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      LOG.debug("the shutdown hook is kept: the process is shutting down");
    }
  }

  /** The shutdown hook. */
  void end() {
    long deadline = System.nanoTime() + longestWait.toNanos();
    try {
      if (ownerCloses && closed.await(longestWait.toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
      if (!running.writeLock().tryLock(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        LOG.warn(
            "an inference call is still running {} after the start of the shutdown", longestWait);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
