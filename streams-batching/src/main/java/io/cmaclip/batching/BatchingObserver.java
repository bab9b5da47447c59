package io.cmaclip.batching;

import java.time.Duration;

/**
 * Receives events of records, from several stream and batcher threads at once. Implementations must
 * not block or throw. A record of an aborted transaction is received and reported again.
 */
public interface BatchingObserver {
  /** Ignores everything. */
  BatchingObserver NONE = new BatchingObserver() {};

  /** A record was received from the topic. */
  default void received() {}

  /** An item was added to a batch after waiting in the queue. */
  default void waited(long nanos) {}

  /** A call of the batch function succeeded. */
  default void applied(int items, long nanos) {}

  /**
   * The outputs of a record were passed to Kafka Streams.
   *
   * @param sinceTimestamp from the record's timestamp; negative for a timestamp in the future
   * @param sinceReceipt from the receipt of the record
   */
  default void forwarded(Duration sinceTimestamp, Duration sinceReceipt) {}
}
