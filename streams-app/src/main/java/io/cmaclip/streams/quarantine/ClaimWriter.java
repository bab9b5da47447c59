package io.cmaclip.streams.quarantine;

import java.util.concurrent.CompletableFuture;

/** Where a claim writes its state. Called by any thread. */
interface ClaimWriter {
  /**
   * Replaces what this owner has written about the partition. Writes become visible in the order of
   * the calls.
   *
   * @param state null: nothing is left to say
   * @return done when it will outlive this process; it may fail
   */
  CompletableFuture<Void> write(ClaimState state);
}
