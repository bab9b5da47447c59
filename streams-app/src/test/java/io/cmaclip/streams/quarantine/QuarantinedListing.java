package io.cmaclip.streams.quarantine;

import io.cmaclip.batching.ReceivedRecord;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Creates candidates for the poison-pill quarantine. */
public final class QuarantinedListing {
  private QuarantinedListing() {}

  /** A candidate in a partition of its own. */
  public static WatchedListing make() {
    ReceivedRecord<byte[], byte[]> record =
        new ReceivedRecord<>(
            new byte[1],
            new byte[1],
            new RecordHeaders(),
            0,
            new TopicPartition("another-topic", 0),
            0);
    PartitionClaim claim =
        new PartitionClaim(
            QuarantineSettings.DEFAULT,
            state -> CompletableFuture.completedFuture(null),
            System::nanoTime);
    CompletableFuture<Void> unused =
        claim.inherit(new Inheritance(true, Map.of(Position.of(record), 0)));
    claim.settle();
    return claim.watch(record);
  }
}
