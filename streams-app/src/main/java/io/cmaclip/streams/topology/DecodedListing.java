package io.cmaclip.streams.topology;

import io.cmaclip.batching.InFlight;
import io.cmaclip.events.ProductListing;
import io.cmaclip.streams.quarantine.WatchedListing;

/** A decoded listing. */
record DecodedListing(ClaimedListing claimed, ProductListing event) {
  WatchedListing watched() {
    return claimed.watched();
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
