package io.cmaclip.lab.chaos.processes;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What a predictor does wrong at present, and how many listings are inside a forward. Commands come
 * from the parent's thread; predictor threads ask.
 */
final class Misbehaviour {
  private enum Kind {
    NONE,
    STALL,
    THROW,
    LATE
  }

  /**
   * @param delayMillis of each forward, for LATE
   */
  private record Mode(Kind kind, long untilNanos, long delayMillis) {
    boolean isOver() {
      return System.nanoTime() - untilNanos >= 0;
    }
  }

  private static final Mode NONE = new Mode(Kind.NONE, 0, 0);

  private final long leastMillis;
  private final AtomicReference<Mode> mode = new AtomicReference<>(NONE);
  private final AtomicInteger inForward = new AtomicInteger();

  /**
   * @param leastMillis what a forward takes at least, 0 or more: a fast model leaves nothing in
   *     flight to hit
   */
  Misbehaviour(long leastMillis) {
    this.leastMillis = leastMillis;
  }

  /**
   * Obeys {@code stall MS}, {@code throw MS} or {@code late MS DELAY_MS}.
   *
   * @throws IllegalArgumentException when it is none of these
   */
  void obey(String command) {
    String[] words = command.split(" ", -1);
    long until = System.nanoTime() + Long.parseLong(words[1]) * 1_000_000;
    switch (words[0]) {
      case "stall" -> mode.set(new Mode(Kind.STALL, until, 0));
      case "throw" -> mode.set(new Mode(Kind.THROW, until, 0));
      case "late" -> mode.set(new Mode(Kind.LATE, until, Long.parseLong(words[2])));
      default -> throw new IllegalArgumentException(command);
    }
  }

  int inForward() {
    return inForward.get();
  }

  void enters(int listings) {
    inForward.addAndGet(listings);
  }

  void leaves(int listings) {
    inForward.addAndGet(-listings);
  }

  /**
   * Called by each forward and self-test: waits or throws as commanded.
   *
   * @throws IllegalStateException when the predictor is to fail
   */
  void suffer() {
    Mode now = mode.get();
    sleep(now.isOver() || now.kind() != Kind.LATE ? leastMillis : now.delayMillis());
    // A stall also catches a forward that was running when it was ordered.
    for (Mode then = mode.get(); then.kind() == Kind.STALL && !then.isOver(); then = mode.get()) {
      sleep(10);
    }
    if (mode.get().kind() == Kind.THROW && !mode.get().isOver()) {
      throw new IllegalStateException("the device is gone (on command)");
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
