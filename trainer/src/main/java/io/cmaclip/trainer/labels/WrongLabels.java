package io.cmaclip.trainer.labels;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Replaces labels by those of other listings at random, reproducibly by seed. */
public final class WrongLabels {
  private final List<Map<String, String>> right;
  private final List<Map<String, String>> labels;

  /**
   * @param right labels by task, one map per listing
   * @param share of the labels of each task to replace, 0 to 1
   */
  public WrongLabels(List<Map<String, String>> right, List<String> tasks, double share, long seed) {
    this.right = List.copyOf(right);
    List<Map<String, String>> damaged = new ArrayList<>();
    right.forEach(of -> damaged.add(new HashMap<>(of)));
    SplittableRandom random = new SplittableRandom(seed);
    for (String task : tasks) {
      List<String> drawn = right.stream().map(of -> of.get(task)).filter(l -> l != null).toList();
      boolean several = drawn.stream().distinct().count() > 1;
      for (Map<String, String> listing : damaged) {
        String own = listing.get(task);
        if (several && own != null && random.nextDouble() < share) {
          String other = own;
          while (other.equals(own)) {
            other = drawn.get(random.nextInt(drawn.size()));
          }
          listing.put(task, other);
        }
      }
    }
    this.labels = List.copyOf(damaged);
  }

  /** The labels with the wrong ones among them. */
  public List<Map<String, String>> labels() {
    return labels;
  }

  public boolean isWrong(LabelError error) {
    return !error.given().equals(right.get(error.listing()).get(error.task()));
  }

  /** Number of wrong labels. */
  public long count() {
    long wrong = 0;
    for (int i = 0; i < labels.size(); i++) {
      Map<String, String> before = right.get(i);
      wrong +=
          labels.get(i).entrySet().stream()
              .filter(label -> !label.getValue().equals(before.get(label.getKey())))
              .count();
    }
    return wrong;
  }
}
