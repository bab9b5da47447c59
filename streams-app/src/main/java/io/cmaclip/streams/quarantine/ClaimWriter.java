package io.cmaclip.streams.quarantine;

import java.util.concurrent.CompletableFuture;

/** Stores the crash-tracking record of a claim. Thread-safe. */
interface ClaimWriter {
  /**
   * Replaces the record of this owner. Writes become visible in the order of the calls.
   *
   * @param state null deletes the record
   * @return completed when the brokers have acknowledged the write, or exceptionally
   */
  CompletableFuture<Void> write(ClaimState state);
}
