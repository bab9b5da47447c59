package io.cmaclip.it.exactlyonce;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Delays inference calls until {@link #end}. Thread-safe. */
final class SlowInference {
  private final Duration perListing;
  private final Duration perForward;
  private final CountDownLatch ended = new CountDownLatch(1);

  SlowInference(Duration perListing, Duration perForward) {
    this.perListing = perListing;
    this.perForward = perForward;
  }

  /** Each inference call calls this. */
  void forward(int listings) {
    try {
      boolean unused =
          ended.await(
              perForward.plus(perListing.multipliedBy(listings)).toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the delay, also for running inference calls. */
  void end() {
    ended.countDown();
  }
}
