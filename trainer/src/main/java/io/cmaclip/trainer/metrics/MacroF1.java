package io.cmaclip.trainer.metrics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Unweighted mean of the F1 of the classes among the labels. */
public final class MacroF1 {
  private MacroF1() {}

  /**
   * Compares predictions with labels.
   *
   * @param labels true classes; a class that is only predicted is ignored
   * @param answers predicted classes, one per label; null = not classified
   * @return 0 to 1; 0 without labels
   */
  public static double of(List<String> labels, List<String> answers) {
    Map<String, int[]> counts = new HashMap<>();
    for (int i = 0; i < labels.size(); i++) {
      String label = labels.get(i);
      String answer = answers.get(i);
      int[] ofLabel = counts.computeIfAbsent(label, c -> new int[3]);
      ofLabel[0]++;
      ofLabel[2] += label.equals(answer) ? 1 : 0;
      if (answer != null) {
        counts.computeIfAbsent(answer, c -> new int[3])[1]++;
      }
    }
    return counts.values().stream()
        .filter(c -> c[0] > 0)
        .mapToDouble(c -> 2.0 * c[2] / (c[0] + c[1]))
        .average()
        .orElse(0);
  }
}
