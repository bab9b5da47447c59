package io.cmaclip.streams.topology;

import io.cmaclip.batching.InFlight;
import io.cmaclip.batching.ReceivedRecord;
import io.cmaclip.streams.quarantine.WatchedListing;
import io.cmaclip.streams.unchanged.Recall;

/**
 * A record of a partition whose poison-pill candidates are known, so it may be decoded.
 *
 * @param recall what is known of its key
 * @param maxPreparedBytes upper bound of the size of its pixels and tokens in bytes
 */
record ClaimedListing(
    ReceivedRecord<byte[], byte[]> received,
    InFlight<Outcome> inFlight,
    WatchedListing watched,
    Recall recall,
    long maxPreparedBytes) {
  /** Whether its partition was revoked, so no outcome is needed. */
  boolean isDiscarded() {
    return inFlight.isDone();
  }

  void finish(Outcome outcome) {
    watched.clear();
    inFlight.complete(outcome);
  }
}
