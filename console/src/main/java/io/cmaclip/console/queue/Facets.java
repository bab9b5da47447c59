package io.cmaclip.console.queue;

import io.cmaclip.events.ReviewItem;
import io.cmaclip.events.TaskAttribute;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The facets of the items of one partition. Each distinct facet has a number, so that a waiting
 * item needs four bytes for each. Guarded by its {@link PartitionQueue}.
 */
final class Facets {
  private static final char REASON = 'r';
  private static final char TASK = 't';
  private static final char PROPOSAL = 'p';
  private static final char ALTERNATIVE = 'a';
  private static final char SEPARATOR = '\u0000';

  private final Map<String, Integer> numbers = new HashMap<>();

  /** All facets of an item: reasons, their tasks, proposals, and alternatives. */
  static List<String> of(ReviewItem item) {
    Set<String> facets = new TreeSet<>();
    item.getReasons()
        .forEach(
            reason -> {
              facets.add(REASON + reason.getCode().name());
              if (reason.getTask() != null) {
                facets.add(TASK + reason.getTask());
              }
            });
    for (TaskAttribute attribute : item.getAttributes().getAttributes()) {
      String task = attribute.getTask() + SEPARATOR;
      facets.add(PROPOSAL + task + attribute.getLabel());
      attribute
          .getAlternatives()
          .forEach(other -> facets.add(ALTERNATIVE + task + other.getLabel()));
    }
    return List.copyOf(facets);
  }

  /** Numbers of the facets that a filter can ask for. */
  int[] numbers(List<String> facets) {
    List<Integer> found = new ArrayList<>();
    for (String facet : facets) {
      int number = numbers.computeIfAbsent(facet, unknown -> numbers.size());
      if (facet.charAt(0) != ALTERNATIVE) {
        found.add(number);
      }
    }
    return found.stream().mapToInt(Integer::intValue).toArray();
  }

  /** A test of an item's numbers. */
  Predicate<int[]> matching(ItemFilter filter) {
    Predicate<int[]> all = item -> true;
    if (filter.task() != null) {
      all = all.and(anyOf(facet -> facet.equals(TASK + filter.task())));
    }
    if (filter.reason() != null) {
      all = all.and(anyOf(facet -> facet.equals(REASON + filter.reason())));
    }
    if (filter.label() != null) {
      String end = SEPARATOR + filter.label();
      all = all.and(anyOf(facet -> facet.charAt(0) == PROPOSAL && facet.endsWith(end)));
    }
    return all;
  }

  private Predicate<int[]> anyOf(Predicate<String> wanted) {
    BitSet these = new BitSet();
    numbers.forEach(
        (facet, number) -> {
          if (wanted.test(facet)) {
            these.set(number);
          }
        });
    return item -> {
      // A loop, because a filter that matches few items looks at all.
      for (int number : item) {
        if (these.get(number)) {
          return true;
        }
      }
      return false;
    };
  }

  /** Codes of the reasons by number. */
  Map<Integer, String> reasons() {
    Map<Integer, String> reasons = new HashMap<>();
    numbers.forEach(
        (facet, number) -> {
          if (facet.charAt(0) == REASON) {
            reasons.put(number, facet.substring(1));
          }
        });
    return reasons;
  }

  /** Adds the classes by task that the items named. */
  void addLabels(Map<String, Set<String>> labels) {
    for (String facet : numbers.keySet()) {
      int end = facet.indexOf(SEPARATOR);
      // Only proposals and alternatives have a separator; without a label the model has none.
      if (end > 0 && end < facet.length() - 1) {
        labels
            .computeIfAbsent(facet.substring(1, end), task -> new TreeSet<>())
            .add(facet.substring(end + 1));
      }
    }
  }
}
