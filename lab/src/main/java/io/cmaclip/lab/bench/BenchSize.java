package io.cmaclip.lab.bench;

/**
 * How many listings each part measures.
 *
 * @param warmUp before everything
 * @param titles against the simulated GPU, at least 20,000 for a figure that counts
 * @param titlePair title-only listings in each half of a pair
 * @param imagePair listings with images in each half of a pair
 * @param pairs of service and predictor, after one that warms up
 */
public record BenchSize(int warmUp, int titles, int titlePair, int imagePair, int pairs) {
  public static final BenchSize FULL = new BenchSize(10_000, 20_000, 20_000, 6_000, 5);

  /** Another number of title-only listings, the rest in proportion. */
  public static BenchSize of(int titles) {
    return new BenchSize(titles / 2, titles, titles, 3 * titles / 10, FULL.pairs());
  }
}
