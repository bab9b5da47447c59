package io.cmaclip.batching;

import java.time.Duration;

/**
 * Is told what happens to records. Called by stream threads and batcher threads, several at once;
 * returns at once and throws nothing. A record whose transaction is aborted comes again, and is
 * told again.
 */
public interface BatchingObserver {
  /** Ignores everything. */
  BatchingObserver NONE = new BatchingObserver() {};

  /** A record was taken from the topic. */
  default void received() {}

  /** An item was taken into a batch after so long in the queue. */
  default void waited(long nanos) {}

  /** A call of the batch function succeeded. */
  default void applied(int items, long nanos) {}

  /**
   * The outputs of a record have been handed to Kafka.
   *
   * @param sinceTimestamp from the record's timestamp; below zero when that lies in the future
   * @param sinceReceipt from when the record was taken from the topic
   */
  default void forwarded(Duration sinceTimestamp, Duration sinceReceipt) {}
}
