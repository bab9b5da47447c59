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
 * Keeps the wanted number of services running, as an orchestrator does. A background thread
 * replaces services that exit; one other thread injects faults.
 */
final class Fleet implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Fleet.class);
  private static final Duration START = Duration.ofMinutes(5);
  private static final Duration ANSWER = Duration.ofSeconds(1);

  /** Delay before the replacement of a service that exited unexpectedly. */
  private static final Duration BEFORE_RESTART = Duration.ofSeconds(1);

  /** Consecutive failed starts per wanted service after which the run fails. */
  private static final int FAILED_STARTS = 5;

  private final IntFunction<Child> launcher;
  private final List<Child> active = new ArrayList<>();
  private final List<Child> all = new ArrayList<>();
  private final Thread keeper = new Thread(this::keep, "fleet-keeper");
  private int wanted;
  private boolean replacing = true;
  private boolean closed;
  private int endedByThemselves;

  /** {@code launcher} starts the service with a number, from 1. */
  Fleet(IntFunction<Child> launcher, int wanted) {
    this.launcher = launcher;
    this.wanted = wanted;
    keeper.setDaemon(true);
  }

  void start() {
    keeper.start();
  }

  /** Number of services that exited unexpectedly. */
  synchronized int endedByThemselves() {
    return endedByThemselves;
  }

  /** All processes, including exited ones. */
  synchronized List<Child> all() {
    return List.copyOf(all);
  }

  /**
   * Fails the run if no service can start.
   *
   * @throws UserException after {@link #FAILED_STARTS} consecutive failed starts per wanted service
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
              + " consecutive services exited before they were ready; "
              + last.name()
              + " exited with status "
              + last.exitStatus()
              + "; last lines of "
              + last.log()
              + ":\n"
              + ServiceLogs.end(last));
    }
  }

  /**
   * Waits until the wanted number of services is ready; returns false on timeout.
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

  /** Changes the wanted number of services. */
  synchronized void wantMore(int more) {
    wanted += more;
  }

  /** Enables or disables replacement. */
  synchronized void replace(boolean replace) {
    replacing = replace;
  }

  /** Expects the exit of this service, and replaces it. */
  synchronized void release(Child service) {
    active.remove(service);
  }

  /**
   * Finds a service with listings in inference.
   *
   * @return empty on timeout
   * @throws UserException see {@link #check}
   */
  Optional<TargetService> target(RandomGenerator random, Duration timeout)
      throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (System.nanoTime() - deadline < 0) {
      check();
      List<Child> ready = ready();
      if (!ready.isEmpty()) {
        Child service = ready.get(random.nextInt(ready.size()));
        int inFlight = inFlight(service);
        if (inFlight > 0) {
          return Optional.of(new TargetService(service, inFlight));
        }
      }
      Thread.sleep(5);
    }
    return Optional.empty();
  }

  /** Services that accept commands. */
  synchronized List<Child> ready() {
    return active.stream().filter(Child::isReady).toList();
  }

  /** Sends SIGTERM to all services in parallel; returns when they have exited. */
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

  /** Sends SIGKILL to all services. */
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

  private static int inFlight(Child service) throws InterruptedException {
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

  /** Returns whether a service exited unexpectedly. */
  private synchronized boolean reconcile() {
    if (closed) {
      return false;
    }
    List<Child> ended = active.stream().filter(service -> !service.isAlive()).toList();
    for (Child service : ended) {
      LOG.info("{} exited unexpectedly with status {}", service.name(), service.exitStatus());
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
