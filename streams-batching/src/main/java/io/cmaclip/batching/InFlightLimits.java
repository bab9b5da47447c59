package io.cmaclip.batching;

/**
 * Limits of what is in flight. At either limit, the affected partitions are not polled until
 * results have been forwarded; records of the current poll are still accepted.
 *
 * @param maxPerPartition records in flight per partition, 1 to {@link #MOST_PER_PARTITION}
 * @param maxBytes bytes in flight of all partitions (see {@link InFlight#reserve}), at least {@link
 *     #LEAST_BYTES}
 */
public record InFlightLimits(int maxPerPartition, long maxBytes) {
  public static final int MOST_PER_PARTITION = 100_000;

  /** 1 MB. */
  public static final long LEAST_BYTES = 1L << 20;

  /** 512 records of a partition, 256 MB. */
  public static final InFlightLimits DEFAULT = new InFlightLimits(512, 256L << 20);

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
