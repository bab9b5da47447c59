package io.cmaclip.model.profile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Reference distribution: named bins with counts. Immutable.
 *
 * @param bins at least one
 * @param counts one per bin, 0 or more
 */
public record Baseline(List<String> bins, List<Long> counts) {
  /**
   * Added to every count, because an empty bin makes the index infinite; one half is Jeffreys'
   * prior (Krichevsky and Trofimov, 1981).
   */
  private static final double SMOOTHING = 0.5;

  public Baseline {
    bins = List.copyOf(bins);
    counts = List.copyOf(counts);
    if (bins.isEmpty() || bins.size() != counts.size()) {
      throw new IllegalArgumentException(bins.size() + " bins with " + counts.size() + " counts");
    }
  }

  /**
   * Population stability index of other counts: the sum over bins of (a - e) ln(a / e), where e is
   * the expected and a the actual share; also known as Jeffreys' divergence (Siddiqi, Credit Risk
   * Scorecards, 2006).
   *
   * @param others counts of the same bins
   */
  public Shift against(long[] others) {
    double usual = smoothed(counts.stream().mapToLong(Long::longValue).sum());
    double other = smoothed(LongStream.of(others).sum());
    double index = 0;
    List<Shift.Bin> moved = new ArrayList<>();
    for (int bin = 0; bin < bins.size(); bin++) {
      double expected = (counts.get(bin) + SMOOTHING) / usual;
      double actual = (others[bin] + SMOOTHING) / other;
      double part = (actual - expected) * Math.log(actual / expected);
      index += part;
      moved.add(new Shift.Bin(bins.get(bin), expected, actual, part));
    }
    moved.sort(Comparator.comparingDouble(Shift.Bin::part).reversed());
    return new Shift(index, moved);
  }

  /**
   * Upper bound of the index by chance, when both samples have the same distribution: mean plus
   * three standard deviations. The index is then (1 / n + 1 / m) times chi-square with bins - 1
   * degrees of freedom (Yurdakul, Statistical Properties of Population Stability Index, 2018).
   *
   * @param others number of other values, at least 1
   */
  public double chance(long others) {
    long usual = counts.stream().mapToLong(Long::longValue).sum();
    double degrees = bins.size() - 1.0;
    return (1.0 / Math.max(1, usual) + 1.0 / others) * (degrees + 3 * Math.sqrt(2 * degrees));
  }

  private double smoothed(long sum) {
    return sum + SMOOTHING * bins.size();
  }
}
