package io.cmaclip.model.profile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Histogram. Immutable.
 *
 * @param edges increasing; bin i contains values from edge i - 1 (inclusive) to edge i (exclusive);
 *     the first and last bin are unbounded
 * @param counts one more than edges, each 0 or more
 */
public record Histogram(List<Double> edges, List<Long> counts) {
  /** Maximum number of bins of {@link #tenths}. */
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
      // "edge <= former" would accept NaN.
      if (!(i == 0 ? Double.isFinite(edges.get(i)) : edges.get(i) > edges.get(i - 1))) {
        throw new IllegalArgumentException("edges " + edges + ": must be finite and rise");
      }
    }
    if (counts.stream().anyMatch(count -> count < 0)) {
      throw new IllegalArgumentException("counts " + counts + ": must be 0 or more");
    }
  }

  /**
   * Divides values at their deciles. Equal values reduce the number of bins; no bin is empty.
   *
   * <p>Edges lie half-way between multiples of 0.0001. With an edge at 0.5 or 1, where many values
   * may coincide, the last bit of the device's arithmetic would decide.
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

  /** Returns the bin of a value; NaN falls into the first. */
  public int bin(double value) {
    int bin = 0;
    while (bin < edges.size() && value >= edges.get(bin)) {
      bin++;
    }
    return bin;
  }

  /** Returns the counts with bins named after their bounds. */
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
