package io.cmaclip.lab.chaos.processes;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** The current fault of a predictor, and the number of listings in inference. Thread-safe. */
final class FaultInjection {
  private enum Kind {
    NONE,
    STALL,
    THROW,
    LATE
  }

  /** {@code delayMillis} is the duration of each inference call for LATE. */
  private record Mode(Kind kind, long untilNanos, long delayMillis) {
    boolean isOver() {
      return System.nanoTime() - untilNanos >= 0;
    }
  }

  private static final Mode NONE = new Mode(Kind.NONE, 0, 0);

  private final long shortestMillis;
  private final AtomicReference<Mode> mode = new AtomicReference<>(NONE);
  private final AtomicInteger inFlight = new AtomicInteger();

  /**
   * @param shortestMillis shortest inference call in ms, at least 0; a fast model would have no
   *     listings in flight when a fault starts
   */
  FaultInjection(long shortestMillis) {
    this.shortestMillis = shortestMillis;
  }

  /**
   * Executes {@code stall MS}, {@code throw MS} or {@code late MS DELAY_MS}.
   *
   * @throws IllegalArgumentException for another command
   */
  void execute(String command) {
    String[] words = command.split(" ", -1);
    long until = System.nanoTime() + Long.parseLong(words[1]) * 1_000_000;
    switch (words[0]) {
      case "stall" -> mode.set(new Mode(Kind.STALL, until, 0));
      case "throw" -> mode.set(new Mode(Kind.THROW, until, 0));
      case "late" -> mode.set(new Mode(Kind.LATE, until, Long.parseLong(words[2])));
      default -> throw new IllegalArgumentException(command);
    }
  }

  int inFlight() {
    return inFlight.get();
  }

  void enters(int listings) {
    inFlight.addAndGet(listings);
  }

  void leaves(int listings) {
    inFlight.addAndGet(-listings);
  }

  /**
   * Applies the current fault: waits or throws.
   *
   * @throws IllegalStateException for {@code throw}
   */
  void apply() {
    Mode now = mode.get();
    sleep(now.isOver() || now.kind() != Kind.LATE ? shortestMillis : now.delayMillis());
    // A stall also affects inference calls that started before the command.
    for (Mode then = mode.get(); then.kind() == Kind.STALL && !then.isOver(); then = mode.get()) {
      sleep(10);
    }
    if (mode.get().kind() == Kind.THROW && !mode.get().isOver()) {
      throw new IllegalStateException("injected predictor failure");
    }
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
