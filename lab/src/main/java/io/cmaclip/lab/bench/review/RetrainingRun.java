package io.cmaclip.lab.bench.review;

import io.cmaclip.trainer.promotion.PairedComparison;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A trained model on the test listings.
 *
 * @param recall mean over tasks of the recall at 90% precision
 * @param right by task a character per unseen listing: 1 right, 0 wrong, - without a label or not
 *     in the test
 */
record RetrainingRun(Key key, double recall, Map<String, String> right) {
  /**
   * What identifies a run.
   *
   * @param order of the decisions
   */
  record Key(int seed, String order, int decisions) {
    String file() {
      return "seed-" + seed + "-" + order + "-" + decisions + ".json";
    }
  }

  /** Mean accuracy over the tasks. */
  double accuracy() {
    int[] all = IntStream.range(0, listings()).toArray();
    return accuracy(all);
  }

  /** Mean accuracy over the tasks on some of the unseen listings, which may repeat. */
  double accuracy(int[] listings) {
    double sum = 0;
    for (String marks : right.values()) {
      int labelled = 0;
      int correct = 0;
      for (int i : listings) {
        labelled += marks.charAt(i) == '-' ? 0 : 1;
        correct += marks.charAt(i) == '1' ? 1 : 0;
      }
      sum += (double) correct / Math.max(1, labelled);
    }
    return sum / right.size();
  }

  int listings() {
    return right.values().iterator().next().length();
  }

  /** The test of {@code promote}. */
  PairedComparison against(RetrainingRun former) {
    return PairedComparison.of(former.labels(), labels());
  }

  private List<Map<String, Boolean>> labels() {
    List<Map<String, Boolean>> labels = new ArrayList<>();
    for (int i = 0; i < listings(); i++) {
      Map<String, Boolean> ofListing = new LinkedHashMap<>();
      for (Map.Entry<String, String> task : right.entrySet()) {
        char mark = task.getValue().charAt(i);
        if (mark != '-') {
          ofListing.put(task.getKey(), mark == '1');
        }
      }
      labels.add(ofListing);
    }
    return labels;
  }
}
