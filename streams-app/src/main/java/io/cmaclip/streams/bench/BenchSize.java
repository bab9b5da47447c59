package io.cmaclip.streams.bench;

/**
 * How many listings each part measures.
 *
 * @param warmUp before everything
 * @param titles against the simulated GPU, at least 20,000 for a figure that counts
 * @param pair in each half of a pair
 * @param pairs of service and predictor, after one that warms up
 */
public record BenchSize(int warmUp, int titles, int pair, int pairs) {
  public static final BenchSize FULL = new BenchSize(5_000, 20_000, 4_000, 5);

  /** Another number of title-only listings, the rest in proportion. */
  public static BenchSize of(int titles) {
    return new BenchSize(Math.max(64, titles / 4), titles, Math.max(128, titles / 5), FULL.pairs());
  }
}
