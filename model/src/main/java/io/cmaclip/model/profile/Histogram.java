package io.cmaclip.model.profile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How many values fell between edges. Immutable.
 *
 * @param edges rising; bin i holds values from edge i - 1 on and below edge i, the first and the
 *     last bin what lies beyond
 * @param counts one more than edges, each 0 or more
 */
public record Histogram(List<Double> edges, List<Long> counts) {
  /** Bins of {@link #tenths}. */
  static final int BINS = 10;

  private static final double GRID = 1e4;

  public Histogram {
    edges = List.copyOf(edges);
    counts = List.copyOf(counts);
    if (counts.size() != edges.size() + 1) {
      throw new IllegalArgumentException(
          counts.size() + " counts: must be one more than the " + edges.size() + " edges");
    }
    for (int i = 0; i < edges.size(); i++) {
      // Not "edge <= former", which NaN would pass.
      if (!(i == 0 ? Double.isFinite(edges.get(i)) : edges.get(i) > edges.get(i - 1))) {
        throw new IllegalArgumentException("edges " + edges + ": must be finite and rise");
      }
    }
    if (counts.stream().anyMatch(count -> count < 0)) {
      throw new IllegalArgumentException("counts " + counts + ": must be 0 or more");
    }
  }

  /**
   * Cuts values at their tenths, so that each bin holds about as many. Where values are alike there
   * are fewer bins, but none is empty.
   *
   * <p>Edges lie half-way between multiples of 0.0001: on an edge at 0.5 or 1, where many values
   * may be alike, the last bit of a device's arithmetic would decide.
   *
   * @param values at least one
   */
  public static Histogram tenths(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    List<Double> edges = new ArrayList<>();
    List<Long> counts = new ArrayList<>();
    int counted = 0;
    for (int tenth = 1; tenth < BINS; tenth++) {
      double quantile = sorted[(int) ((long) tenth * sorted.length / BINS)];
      double edge = (Math.floor(quantile * GRID) + 0.5) / GRID;
      int below = below(sorted, edge);
      if (below > counted && below < sorted.length) {
        edges.add(edge);
        counts.add((long) below - counted);
        counted = below;
      }
    }
    counts.add((long) sorted.length - counted);
    return new Histogram(edges, counts);
  }

  private static int below(double[] sorted, double edge) {
    int count = 0;
    while (count < sorted.length && sorted[count] < edge) {
      count++;
    }
    return count;
  }

  /** The bin that a value falls into; NaN into the first. */
  public int bin(double value) {
    int bin = 0;
    while (bin < edges.size() && value >= edges.get(bin)) {
      bin++;
    }
    return bin;
  }

  /** The bins with their bounds as names, and what they hold. */
  public Baseline baseline() {
    List<String> names = new ArrayList<>();
    for (int bin = 0; bin < counts.size(); bin++) {
      if (edges.isEmpty()) {
        names.add("any");
      } else if (bin == 0) {
        names.add("below " + shown(edges.get(0)));
      } else if (bin == edges.size()) {
        names.add("from " + shown(edges.get(bin - 1)));
      } else {
        names.add(shown(edges.get(bin - 1)) + " to " + shown(edges.get(bin)));
      }
    }
    return new Baseline(names, counts);
  }

  private static String shown(double edge) {
    return String.format(Locale.ROOT, "%.3f", edge);
  }
}
