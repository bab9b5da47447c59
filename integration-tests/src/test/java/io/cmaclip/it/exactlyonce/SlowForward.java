package io.cmaclip.it.exactlyonce;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Makes forwards last, until it is told to end. For any thread. */
final class SlowForward {
  private final Duration perListing;
  private final Duration perForward;
  private final CountDownLatch ended = new CountDownLatch(1);

  SlowForward(Duration perListing, Duration perForward) {
    this.perListing = perListing;
    this.perForward = perForward;
  }

  /** Called by each forward. */
  void forward(int listings) {
    try {
      boolean unused =
          ended.await(
              perForward.plus(perListing.multipliedBy(listings)).toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Forwards are as quick as can be from now on, those that are running too. */
  void end() {
    ended.countDown();
  }
}
