package io.cmaclip.trainer.metrics;

/** Wilson's 95% confidence interval of a share; [0, 1] without observations. */
public record Interval(double low, double high) {
  /** 97.5% quantile of the standard normal distribution. */
  private static final double Z = 1.959963984540054;

  /**
   * The interval of {@code successes / n} (Wilson 1927).
   *
   * @param successes 0 to n
   */
  public static Interval wilson(long successes, long n) {
    if (n == 0) {
      return new Interval(0, 1);
    }
    double share = (double) successes / n;
    double z2 = Z * Z;
    double centre = (share + z2 / (2 * n)) / (1 + z2 / n);
    double half = Z / (1 + z2 / n) * Math.sqrt(share * (1 - share) / n + z2 / (4.0 * n * n));
    return new Interval(Math.max(0, centre - half), Math.min(1, centre + half));
  }
}
