package io.cmaclip.batching;

/**
 * Limits of what is in flight from a topic. At either limit, the affected partitions are not polled
 * until results have been forwarded; records of the current poll are still accepted.
 *
 * @param maxPerPartition records in flight per partition, 1 to {@link #MOST_PER_PARTITION}
 * @param maxBytes bytes in flight of all partitions (see {@link InFlight#reserve}), at least {@link
 *     #LEAST_BYTES}
 * @param priority with {@link Priority#LOW}, the topic's partitions are left out of every other
 *     poll, so that a backlog of them does not keep the other topics from being fetched
 */
public record InFlightLimits(int maxPerPartition, long maxBytes, Priority priority) {
  public static final int MOST_PER_PARTITION = 100_000;

  /** 1 MB. */
  public static final long LEAST_BYTES = 1L << 20;

  /** 512 records of a partition, 256 MB. */
  public static final InFlightLimits DEFAULT = new InFlightLimits(512, 256L << 20);

  /** Limits of a topic of normal priority. */
  public InFlightLimits(int maxPerPartition, long maxBytes) {
    this(maxPerPartition, maxBytes, Priority.NORMAL);
  }

  public InFlightLimits {
    if (maxPerPartition < 1 || maxPerPartition > MOST_PER_PARTITION) {
      throw new IllegalArgumentException(
          "in flight per partition = %d: must be between 1 and %d (records)"
              .formatted(maxPerPartition, MOST_PER_PARTITION));
    }
    if (maxBytes < LEAST_BYTES) {
      throw new IllegalArgumentException(
          "in flight bytes = %d: must be at least %d".formatted(maxBytes, LEAST_BYTES));
    }
  }
}
