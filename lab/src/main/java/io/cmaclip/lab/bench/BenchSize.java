package io.cmaclip.lab.bench;

/**
 * Number of listings in each part of the benchmark.
 *
 * @param warmUp listings of the warm-up
 * @param titles listings for the simulated GPU; at least 20,000 for a reliable figure
 * @param titlePair title-only listings in each half of a pair
 * @param imagePair listings with images in each half of a pair
 * @param pairs pairs of service and predictor, after a warm-up pair
 */
public record BenchSize(int warmUp, int titles, int titlePair, int imagePair, int pairs) {
  public static final BenchSize FULL = new BenchSize(10_000, 20_000, 20_000, 6_000, 5);

  /** Fewer are answered within a few commits of the service. */
  private static final int FEWEST_IMAGED = 1_500;

  /** Scales all parts to a number of title-only listings. */
  public static BenchSize of(int titles) {
    return new BenchSize(
        titles / 2, titles, titles, Math.max(FEWEST_IMAGED, 3 * titles / 10), FULL.pairs());
  }
}
