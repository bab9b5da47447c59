package io.cmaclip.lab.chaos;

import io.cmaclip.model.errors.UserException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The services, as an orchestrator keeps them: whatever ends is replaced, until there are as many
 * as wanted. A thread of its own does that; faults are inflicted by one other thread.
 */
final class Fleet implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Fleet.class);
  private static final Duration START = Duration.ofMinutes(5);
  private static final Duration ANSWER = Duration.ofSeconds(1);

  /** A service that ends by itself is not started again at once: it may do so again. */
  private static final Duration BEFORE_RESTART = Duration.ofSeconds(1);

  /** Starts in a row that failed, for each service wanted, after which none is hoped for. */
  private static final int FAILED_STARTS = 5;

  private final IntFunction<Child> launcher;
  private final List<Child> active = new ArrayList<>();
  private final List<Child> all = new ArrayList<>();
  private final Thread keeper = new Thread(this::keep, "fleet-keeper");
  private int wanted;
  private boolean replacing = true;
  private boolean closed;
  private int endedByThemselves;

  /**
   * @param launcher starts the service with this number, from 1
   */
  Fleet(IntFunction<Child> launcher, int wanted) {
    this.launcher = launcher;
    this.wanted = wanted;
    keeper.setDaemon(true);
  }

  void start() {
    keeper.start();
  }

  /** Services that ended without being told to. */
  synchronized int endedByThemselves() {
    return endedByThemselves;
  }

  /** Every process there has been. */
  synchronized List<Child> all() {
    return List.copyOf(all);
  }

  /**
   * Nothing, as long as there is hope.
   *
   * @throws UserException when service after service has ended by itself without ever being ready
   */
  synchronized void check() {
    List<Child> failed = new ArrayList<>();
    for (Child service : all) {
      if (service.hasBeenReady()) {
        failed.clear();
      } else if (!service.isAlive()) {
        failed.add(service);
      }
    }
    if (failed.size() >= FAILED_STARTS * wanted) {
      Child last = failed.get(failed.size() - 1);
      throw new UserException(
          failed.size()
              + " services in a row ended without ever being ready, "
              + last.name()
              + " with status "
              + last.exitStatus()
              + "; the end of "
              + last.log()
              + ":\n"
              + ServiceLogs.end(last));
    }
  }

  /**
   * Whether as many as wanted are there, and ready, within the time.
   *
   * @throws UserException see {@link #check}
   */
  boolean awaitReady(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!isReady()) {
      check();
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      Thread.sleep(50);
    }
    return true;
  }

  boolean awaitReady() throws InterruptedException {
    return awaitReady(START);
  }

  /** One more, or one less, is wanted from now on. */
  synchronized void wantMore(int more) {
    wanted += more;
  }

  /** Whether what ends is replaced. */
  synchronized void replace(boolean replace) {
    replacing = replace;
  }

  /** From now on its end is no surprise, and another takes its place. */
  synchronized void release(Child service) {
    active.remove(service);
  }

  /**
   * A service that has listings inside a forward this very moment, and how many.
   *
   * @return empty when there is none within the time
   * @throws UserException see {@link #check}
   */
  Optional<Victim> victim(RandomGenerator random, Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (System.nanoTime() - deadline < 0) {
      check();
      List<Child> ready = ready();
      if (!ready.isEmpty()) {
        Child service = ready.get(random.nextInt(ready.size()));
        int inForward = inForward(service);
        if (inForward > 0) {
          return Optional.of(new Victim(service, inForward));
        }
      }
      Thread.sleep(5);
    }
    return Optional.empty();
  }

  /** Those that can be told something. */
  synchronized List<Child> ready() {
    return active.stream().filter(Child::isReady).toList();
  }

  /** SIGTERM to all, side by side; returns when they are gone. */
  void terminate() throws InterruptedException {
    List<Child> last;
    synchronized (this) {
      closed = true;
      last = List.copyOf(active);
      active.clear();
    }
    List<Thread> ends = new ArrayList<>();
    for (Child service : last) {
      Thread end = new Thread(() -> end(service), service.name() + "-end");
      end.start();
      ends.add(end);
    }
    for (Thread end : ends) {
      end.join();
    }
  }

  /** kill -9 of whatever there is. */
  @Override
  public synchronized void close() {
    closed = true;
    keeper.interrupt();
    all.forEach(Child::abandon);
  }

  private static void end(Child service) {
    try {
      service.terminate();
    } catch (InterruptedException e) {
      service.abandon();
    }
  }

  private static int inForward(Child service) throws InterruptedException {
    String answer = service.ask("inflight", ANSWER);
    return answer == null || !answer.startsWith("inflight ")
        ? 0
        : Integer.parseInt(answer.substring("inflight ".length()));
  }

  private synchronized boolean isReady() {
    return active.size() == wanted && active.stream().allMatch(Child::isReady);
  }

  private void keep() {
    try {
      while (true) {
        if (reconcile()) {
          Thread.sleep(BEFORE_RESTART.toMillis());
        }
        Thread.sleep(100);
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  /** Returns whether one has ended by itself. */
  private synchronized boolean reconcile() {
    if (closed) {
      return false;
    }
    List<Child> ended = active.stream().filter(service -> !service.isAlive()).toList();
    for (Child service : ended) {
      LOG.info("{} ended by itself, status {}", service.name(), service.exitStatus());
      active.remove(service);
      endedByThemselves++;
    }
    while (ended.isEmpty() && replacing && active.size() < wanted) {
      Child service = launcher.apply(all.size() + 1);
      all.add(service);
      active.add(service);
    }
    return !ended.isEmpty();
  }
}
