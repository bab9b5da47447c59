package io.cmaclip.streams.topology;

import io.cmaclip.streams.quarantine.DeadLetterReason;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Retries listings that fail preparation or inference, and dead-letters those that still fail after
 * the retry time. While the preparer fails on a control listing as well, the failure is not due to
 * the listing, and retries continue; the batcher does the same with the predictor's self-test.
 * Thread-safe.
 */
final class FailedListings {
  private static final Logger LOG = LoggerFactory.getLogger(FailedListings.class);

  private final Duration limit;
  private final PrepareStep prepare;
  private final ListingThreads threads;

  FailedListings(Duration limit, PrepareStep prepare, ListingThreads threads) {
    this.limit = limit;
    this.prepare = prepare;
    this.threads = threads;
  }

  /**
   * Retries or dead-letters a listing. Does not block a stream thread or a batcher thread.
   *
   * @param attempt starts another attempt, on a preparation thread
   */
  void failed(
      DecodedListing listing,
      DeadLetterReason reason,
      Throwable cause,
      Consumer<DecodedListing> attempt) {
    if (listing.isDiscarded()) {
      return;
    }
    if (listing.retries().isOver(limit) && isDueTo(listing, reason)) {
      listing.claimed().finish(new Outcome.Rejected(reason, cause));
      return;
    }
    DecodedListing next = listing.failed();
    String place = listing.claimed().received().place();
    if (next.retries().count() == 1) {
      LOG.info("{}: {}, retrying for {} ms: {}", place, reason, limit.toMillis(), cause.toString());
    } else {
      LOG.debug("{}: {} after {} attempts", place, reason, next.retries().count(), cause);
    }
    next.reserveNothing();
    Future<?> pause =
        threads.prepareAfter(
            next.retries().pause(limit),
            next.priority(),
            () -> {
              if (!next.isDiscarded()) {
                next.reservePrepared();
                attempt.accept(next);
              }
            });
    next.inFlight().onEnd(() -> pause.cancel(false));
  }

  private boolean isDueTo(DecodedListing listing, DeadLetterReason reason) {
    if (limit.isZero() || reason != DeadLetterReason.PREPARATION_FAILED || prepare.isHealthy()) {
      return true;
    }
    LOG.warn(
        "{}: the preparation of a control listing fails as well; listings wait",
        listing.claimed().received().place());
    return false;
  }
}
