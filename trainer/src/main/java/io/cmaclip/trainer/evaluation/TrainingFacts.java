package io.cmaclip.trainer.evaluation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What the measures need of the training listings.
 *
 * @param titles normalized; null when unknown
 * @param classCounts listings per class, by task; empty when unknown
 */
public record TrainingFacts(Set<String> titles, Map<String, Map<String, Integer>> classCounts) {
  public static final TrainingFacts UNKNOWN = new TrainingFacts(null, Map.of());

  public static TrainingFacts of(List<String> titles, List<Map<String, String>> fields) {
    Set<String> keys = new HashSet<>();
    titles.forEach(title -> keys.add(key(title)));
    Map<String, Map<String, Integer>> counts = new HashMap<>();
    fields.forEach(
        row ->
            row.forEach(
                (field, value) ->
                    counts
                        .computeIfAbsent(field, f -> new HashMap<>())
                        .merge(value, 1, Integer::sum)));
    return new TrainingFacts(keys, counts);
  }

  boolean knowsTitles() {
    return titles != null;
  }

  /** {@code seen} or {@code unseen} by training; null without a title. */
  String seen(Observation observation) {
    if (observation.title().isBlank()) {
      return null;
    }
    return titles.contains(key(observation.title())) ? "seen" : "unseen";
  }

  private static String key(String title) {
    return title.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
  }
}
