package io.cmaclip.trainer.promotion;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.cmaclip.model.calibration.Binomial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Two bundles on the same listings. The candidate is better if both hold:
 *
 * <ul>
 *   <li>Over the listings of which the two have different numbers of right labels, it has more on
 *       more of them: sign test at 5%, one-sided. Tasks of a listing are dependent, so listings are
 *       counted, and not labels.
 *   <li>No task is worse: exact McNemar test at 5% over all tasks (Bonferroni), one-sided.
 * </ul>
 *
 * @param better listings with more right labels by the candidate
 * @param worse listings with fewer
 * @param chance probability of so many better ones if both were equally good
 */
public record PairedComparison(
    int listings,
    @JsonProperty("better") int better,
    int worse,
    double chance,
    Map<String, OfTask> tasks) {
  private static final double ALPHA = 0.05;

  /**
   * A task.
   *
   * @param labelled listings with a label
   * @param former listings that the bundle in service labels correctly
   * @param candidate listings that the candidate labels correctly
   * @param onlyFormer listings that only the bundle in service labels correctly
   * @param onlyCandidate listings that only the candidate labels correctly
   * @param worse probability of so many {@code onlyFormer} if both were equally good
   */
  public record OfTask(
      int labelled, int former, int candidate, int onlyFormer, int onlyCandidate, double worse) {}

  /**
   * Compares.
   *
   * @param former whether each label of the bundle in service is right, by listing and task
   * @param candidate the same for the candidate, with the same listings and tasks
   */
  public static PairedComparison of(
      List<Map<String, Boolean>> former, List<Map<String, Boolean>> candidate) {
    int better = 0;
    int worse = 0;
    Map<String, List<boolean[]>> pairs = new LinkedHashMap<>();
    for (int i = 0; i < former.size(); i++) {
      int gain = 0;
      for (Map.Entry<String, Boolean> label : former.get(i).entrySet()) {
        boolean old = label.getValue();
        boolean fresh = candidate.get(i).get(label.getKey());
        pairs
            .computeIfAbsent(label.getKey(), task -> new ArrayList<>())
            .add(new boolean[] {old, fresh});
        gain += (fresh ? 1 : 0) - (old ? 1 : 0);
      }
      better += gain > 0 ? 1 : 0;
      worse += gain < 0 ? 1 : 0;
    }
    Map<String, OfTask> tasks = new LinkedHashMap<>();
    pairs.forEach((task, ofTask) -> tasks.put(task, ofTask(ofTask)));
    return new PairedComparison(
        former.size(), better, worse, Binomial.upperTail(better + worse, better, 0.5), tasks);
  }

  private static OfTask ofTask(List<boolean[]> pairs) {
    int former = (int) pairs.stream().filter(pair -> pair[0]).count();
    int candidate = (int) pairs.stream().filter(pair -> pair[1]).count();
    int both = (int) pairs.stream().filter(pair -> pair[0] && pair[1]).count();
    int onlyFormer = former - both;
    int onlyCandidate = candidate - both;
    return new OfTask(
        pairs.size(),
        former,
        candidate,
        onlyFormer,
        onlyCandidate,
        Binomial.upperTail(onlyFormer + onlyCandidate, onlyFormer, 0.5));
  }

  /** Whether the candidate is better; not in JSON, where {@code better} is the number. */
  @JsonIgnore
  public boolean isBetter() {
    return better > worse
        && chance <= ALPHA
        && tasks.values().stream().noneMatch(task -> task.worse() <= ALPHA / tasks.size());
  }
}
