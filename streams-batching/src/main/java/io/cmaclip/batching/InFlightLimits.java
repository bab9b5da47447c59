package io.cmaclip.batching;

/**
 * How much may be in flight at once. At either limit the partitions concerned are not polled until
 * results have been forwarded; what one poll has already brought is taken in nevertheless.
 *
 * @param maxPerPartition records in flight of one partition, 1 to 100,000, default 512
 * @param maxBytes bytes in flight of all partitions together (see {@link InFlight#reserve}), at
 *     least 1 MB, default 256 MB
 */
public record InFlightLimits(int maxPerPartition, long maxBytes) {
  public static final InFlightLimits DEFAULT = new InFlightLimits(512, 256L << 20);

  public InFlightLimits {
    if (maxPerPartition < 1 || maxPerPartition > 100_000) {
      throw new IllegalArgumentException(
          "in flight per partition = "
              + maxPerPartition
              + ": must be between 1 and 100000 (records)");
    }
    if (maxBytes < 1L << 20) {
      throw new IllegalArgumentException(
          "in flight bytes = " + maxBytes + ": must be at least 1048576 (1 MB)");
    }
  }
}
