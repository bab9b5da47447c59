package io.cmaclip.streams.quarantine;

import org.apache.kafka.common.TopicPartition;

/** Crash tracking and quarantine of poison-pill listings. Thread-safe. */
public interface Quarantine extends AutoCloseable {
  /** Claims a partition for this process, without blocking: {@link PartitionClaim#settled}. */
  default PartitionClaim claim(TopicPartition partition) {
    return PartitionClaim.unrecorded();
  }

  /** Number of candidates in the claimed partitions. */
  default long candidates() {
    return 0;
  }

  /** Whether listings wait because the crash-tracking topic is unavailable. */
  default boolean isWaiting() {
    return false;
  }

  /**
   * Stops writing before the process ends because of a failure, so that the next owners find the
   * listings that are running now.
   */
  default void abandon() {}

  @Override
  default void close() {}

  /** No crash tracking and no quarantine. */
  static Quarantine none() {
    return new Quarantine() {};
  }
}
