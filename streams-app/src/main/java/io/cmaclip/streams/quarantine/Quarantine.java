package io.cmaclip.streams.quarantine;

import org.apache.kafka.common.TopicPartition;

/** Hands out what is known about the listings of a partition. For any thread. */
public interface Quarantine extends AutoCloseable {
  /** Claims a partition for this process; at once, see {@link PartitionClaim#settled}. */
  PartitionClaim claim(TopicPartition partition);

  /** Listings of claimed partitions that may have ended a process. */
  long suspects();

  /** Whether listings wait until the record can be read and written. */
  boolean isWaiting();

  /**
   * The process is about to end because something failed: what is recorded now is what its
   * successors are to find.
   */
  void abandon();

  @Override
  void close();

  /** Quarantine nobody. */
  static Quarantine none() {
    return new Quarantine() {
      @Override
      public PartitionClaim claim(TopicPartition partition) {
        return PartitionClaim.unrecorded();
      }

      @Override
      public long suspects() {
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
