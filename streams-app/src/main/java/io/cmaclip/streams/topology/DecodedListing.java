package io.cmaclip.streams.topology;

import io.cmaclip.batching.InFlight;
import io.cmaclip.events.ProductListing;
import io.cmaclip.streams.quarantine.WatchedListing;

/** A record that is a listing. */
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

  /** No pixels yet: a listing that waits for its image must not hold up the others' memory. */
  void reserveNothing() {
    inFlight().reserve(0);
  }

  /** It is about to be prepared. */
  void reservePrepared() {
    inFlight().reserve(claimed.maxPreparedBytes());
  }
}
