package io.cmaclip.trainer.evaluation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What measures ask of the training listings.
 *
 * @param titles in the form in which two count as equal; null when they are not known
 * @param classCounts listings per class, by task; empty when they are not known
 */
public record TrainingFacts(Set<String> titles, Map<String, Map<String, Integer>> classCounts) {
  /** Nothing is known. */
  public static final TrainingFacts UNKNOWN = new TrainingFacts(null, Map.of());

  /**
   * The facts of some listings.
   *
   * @param fields of each listing, in the order of the titles
   */
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

  /** Whether training saw the title: {@code seen} or {@code unseen}; null without a title. */
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
