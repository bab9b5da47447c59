package io.cmaclip.lab.bench;

import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.TaskAttribute;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Comparison of the last answers of two runs.
 *
 * @param different keys with another answer: other modalities, labels or acceptance, a confidence
 *     beyond the tolerance, or no answer in one of the runs
 * @param largest largest difference of two confidences of the other keys
 */
record AnswerDifferences(int different, double largest) {
  /**
   * Compares two runs.
   *
   * @param tolerance largest difference of two equal confidences
   */
  static AnswerDifferences of(
      Map<String, ListingAttributes> expected,
      Map<String, ListingAttributes> seen,
      double tolerance) {
    Set<String> keys = new HashSet<>(expected.keySet());
    keys.addAll(seen.keySet());
    int different = 0;
    double largest = 0;
    for (String key : keys) {
      double difference = difference(expected.get(key), seen.get(key));
      if (difference <= tolerance) {
        largest = Math.max(largest, difference);
      } else {
        different++;
      }
    }
    return new AnswerDifferences(different, largest);
  }

  /** Largest difference of the confidences; infinite for other answers. */
  private static double difference(ListingAttributes expected, ListingAttributes seen) {
    if (expected == null
        || seen == null
        || !expected.getModalities().equals(seen.getModalities())
        || expected.getAttributes().size() != seen.getAttributes().size()) {
      return Double.POSITIVE_INFINITY;
    }
    double largest = 0;
    for (int i = 0; i < expected.getAttributes().size(); i++) {
      TaskAttribute one = expected.getAttributes().get(i);
      TaskAttribute other = seen.getAttributes().get(i);
      if (!one.getTask().equals(other.getTask())
          || !one.getLabel().equals(other.getLabel())
          || one.getAccepted() != other.getAccepted()) {
        return Double.POSITIVE_INFINITY;
      }
      largest = Math.max(largest, Math.abs(one.getConfidence() - other.getConfidence()));
    }
    return largest;
  }
}
