package io.cmaclip.model.profile;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Distance of a distribution from its reference.
 *
 * @param index population stability index, 0 or more
 * @param bins by their part of the index, largest first
 */
public record Shift(double index, List<Bin> bins) {
  public Shift {
    bins = List.copyOf(bins);
  }

  /**
   * Share of a bin.
   *
   * @param expected share in the reference, 0 to 1
   * @param actual share now, 0 to 1
   * @param part of the index, 0 or more
   */
  public record Bin(String name, double expected, double actual, double part) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "%s (%.1f%%, usually %.1f%%)", name, 100 * actual, 100 * expected);
    }
  }

  /** Describes the bins with the largest part of the index. */
  public String most(int count) {
    return bins.stream().limit(count).map(Bin::toString).collect(Collectors.joining(", "));
  }
}
