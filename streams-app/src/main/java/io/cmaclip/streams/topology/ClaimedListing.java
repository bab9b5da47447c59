package io.cmaclip.streams.topology;

import io.cmaclip.batching.InFlight;
import io.cmaclip.batching.ReceivedRecord;
import io.cmaclip.streams.quarantine.WatchedListing;

/**
 * A record that may be looked into: it is known whether it may be a poison pill.
 *
 * @param maxPreparedBytes most bytes its pixels and tokens may take
 */
record ClaimedListing(
    ReceivedRecord<byte[], byte[]> received,
    InFlight<Outcome> inFlight,
    WatchedListing watched,
    long maxPreparedBytes) {
  /** Whether its partition was taken away meanwhile, so that nobody waits for an outcome. */
  boolean isDiscarded() {
    return inFlight.isDone();
  }

  void finish(Outcome outcome) {
    watched.clear();
    inFlight.complete(outcome);
  }
}
