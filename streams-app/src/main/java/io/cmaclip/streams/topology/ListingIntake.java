package io.cmaclip.streams.topology;

import io.cmaclip.batching.InFlight;
import io.cmaclip.batching.Intake;
import io.cmaclip.batching.ReceivedRecord;
import io.cmaclip.streams.quarantine.PartitionClaim;

/** Takes the records of one partition in, for as long as it is assigned. */
record ListingIntake(PartitionClaim claim, ListingPipeline pipeline)
    implements Intake<byte[], byte[], Outcome> {
  @Override
  public void accept(ReceivedRecord<byte[], byte[]> received, InFlight<Outcome> inFlight) {
    claim.received(received.offset());
    pipeline.accept(received, inFlight, claim);
  }

  /** What the partition had in flight is somebody else's from now on. */
  @Override
  public void close() {
    claim.release();
  }
}
