package io.cmaclip.trainer.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Groups listings into slices by a value. */
final class Slices {
  /** Smaller slices are pooled, because their shares are too uncertain. */
  static final int LEAST = 20;

  private Slices() {}

  /**
   * Listings by value, largest slice first; slices under {@value #LEAST} listings form the last
   * one, {@code others (n values)}.
   *
   * @param value returns null for a listing to skip
   */
  static Map<String, List<Observation>> of(
      List<Observation> observations, Function<Observation, String> value) {
    Map<String, List<Observation>> byValue = new TreeMap<>();
    for (Observation observation : observations) {
      String of = value.apply(observation);
      if (of != null) {
        byValue.computeIfAbsent(of, v -> new ArrayList<>()).add(observation);
      }
    }
    Map<String, List<Observation>> slices = new LinkedHashMap<>();
    byValue.entrySet().stream()
        .filter(e -> e.getValue().size() >= LEAST)
        .sorted(Comparator.comparing(e -> -e.getValue().size()))
        .forEach(e -> slices.put(e.getKey(), e.getValue()));
    int small = byValue.size() - slices.size();
    if (small > 0) {
      List<Observation> pooled =
          observations.stream()
              .filter(o -> value.apply(o) != null && !slices.containsKey(value.apply(o)))
              .toList();
      slices.put("others (" + small + (small == 1 ? " value)" : " values)"), pooled);
    }
    return slices;
  }
}
