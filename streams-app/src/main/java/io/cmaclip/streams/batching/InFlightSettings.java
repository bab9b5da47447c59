package io.cmaclip.streams.batching;

/**
 * How much may be under way at once. At either limit the partitions concerned are not polled until
 * results have been forwarded; what one poll has already brought is taken in nevertheless.
 *
 * @param maxPerTask listings in flight of one partition, 1 to 100,000, default 512. Raise it when a
 *     single busy partition leaves batches half empty.
 * @param maxBytes bytes in flight of all partitions together (record as received, twice while it is
 *     decoded, and pixels and tokens), at least 1 MB, default 256 MB. Lower it for a small heap.
 */
public record InFlightSettings(int maxPerTask, long maxBytes) {
  public static final InFlightSettings DEFAULT = new InFlightSettings(512, 256L << 20);

  public InFlightSettings {
    if (maxPerTask < 1 || maxPerTask > 100_000) {
      throw new IllegalArgumentException(
          "in flight per task = " + maxPerTask + ": must be between 1 and 100000 (listings)");
    }
    if (maxBytes < 1L << 20) {
      throw new IllegalArgumentException(
          "in flight bytes = " + maxBytes + ": must be at least 1048576 (1 MB)");
    }
  }
}
