package io.cmaclip.streams.topology;

import io.cmaclip.batching.InFlight;
import io.cmaclip.batching.Priority;
import io.cmaclip.events.ProductListing;
import io.cmaclip.streams.quarantine.WatchedListing;
import io.cmaclip.streams.unchanged.Recall;

/**
 * A decoded listing.
 *
 * @param retries failed attempts at preparation or inference
 */
record DecodedListing(ClaimedListing claimed, ProductListing event, Retries retries) {
  DecodedListing(ClaimedListing claimed, ProductListing event) {
    this(claimed, event, Retries.NONE);
  }

  /** The listing after another failed attempt. */
  DecodedListing failed() {
    return new DecodedListing(claimed, event, retries.failed());
  }

  boolean isRetried() {
    return retries.count() > 0;
  }

  Priority priority() {
    return claimed.priority();
  }

  WatchedListing watched() {
    return claimed.watched();
  }

  Recall recall() {
    return claimed.recall();
  }

  InFlight<Outcome> inFlight() {
    return claimed.inFlight();
  }

  boolean isDiscarded() {
    return claimed.isDiscarded();
  }

  /** Frees the reserved memory while the listing waits for its image. */
  void reserveNothing() {
    inFlight().reserve(0);
  }

  /** Reserves memory for pixels and tokens, before preparation. */
  void reservePrepared() {
    inFlight().reserve(claimed.maxPreparedBytes());
  }
}
