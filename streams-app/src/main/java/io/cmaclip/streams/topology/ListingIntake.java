package io.cmaclip.streams.topology;

import io.cmaclip.batching.InFlight;
import io.cmaclip.batching.Intake;
import io.cmaclip.batching.ReceivedRecord;
import io.cmaclip.streams.quarantine.PartitionClaim;

/** Accepts the records of one partition while it is assigned. */
record ListingIntake(PartitionClaim claim, ListingPipeline pipeline)
    implements Intake<byte[], byte[], Outcome> {
  @Override
  public void accept(ReceivedRecord<byte[], byte[]> received, InFlight<Outcome> inFlight) {
    claim.received(received.offset());
    pipeline.accept(received, inFlight, claim);
  }

  /** The next owner of the partition processes the listings in flight. */
  @Override
  public void close() {
    claim.release();
  }
}
