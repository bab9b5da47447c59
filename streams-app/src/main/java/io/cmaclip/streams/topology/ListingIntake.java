package io.cmaclip.streams.topology;

import io.cmaclip.batching.InFlight;
import io.cmaclip.batching.Intake;
import io.cmaclip.batching.ReceivedRecord;
import io.cmaclip.streams.quarantine.PartitionClaim;
import io.cmaclip.streams.unchanged.PartitionMemory;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/** Accepts the records of one partition while it is assigned. */
record ListingIntake(PartitionClaim claim, PartitionMemory memory, ListingPipeline pipeline)
    implements Intake<byte[], byte[], Outcome> {
  @Override
  public void init(ProcessorContext<?, ?> context) {
    memory.init(context);
  }

  @Override
  public void accept(ReceivedRecord<byte[], byte[]> received, InFlight<Outcome> inFlight) {
    claim.received(received.offset());
    pipeline.accept(received, inFlight, claim, memory);
  }

  @Override
  public void forwarded(ReceivedRecord<byte[], byte[]> received) {
    memory.forwarded(received.key(), received.offset());
  }

  /** The next owner of the partition processes the listings in flight. */
  @Override
  public void close() {
    claim.release();
  }
}
