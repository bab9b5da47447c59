package io.cmaclip.streams.quarantine;

import org.apache.kafka.common.TopicPartition;

/** Crash tracking and quarantine of poison-pill listings. Thread-safe. */
public interface Quarantine extends AutoCloseable {
  /** Claims a partition for this process, without blocking: {@link PartitionClaim#settled}. */
  PartitionClaim claim(TopicPartition partition);

  /** Number of candidates in the claimed partitions. */
  long candidates();

  /** Whether listings wait because the crash-tracking topic is unavailable. */
  boolean isWaiting();

  /**
   * Stops writing before the process ends because of a failure, so that the next owners find the
   * listings that are running now.
   */
  void abandon();

  @Override
  void close();

  /** No crash tracking and no quarantine. */
  static Quarantine none() {
    return new Quarantine() {
      @Override
      public PartitionClaim claim(TopicPartition partition) {
        return PartitionClaim.unrecorded();
      }

      @Override
      public long candidates() {
        return 0;
      }

      @Override
      public boolean isWaiting() {
        return false;
      }

      @Override
      public void abandon() {}

      @Override
      public void close() {}
    };
  }
}
