package io.cmaclip.lab.bench.review;

import io.cmaclip.lab.bench.review.RetrainingBenchResult.Comparisons;
import io.cmaclip.lab.bench.review.RetrainingBenchResult.Difference;
import io.cmaclip.lab.bench.review.RetrainingBenchResult.Models;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Summarises the models of all seeds. */
final class RetrainingSummary {
  private static final int RESAMPLES = 1000;

  private final List<RetrainingRun> runs;

  /**
   * @param runs of all seeds
   */
  RetrainingSummary(List<RetrainingRun> runs) {
    this.runs = runs;
  }

  RetrainingBenchResult result() {
    List<Models> models =
        runs.stream()
            .map(run -> Map.entry(run.key().order(), run.key().decisions()))
            .distinct()
            .map(kind -> models(kind.getKey(), kind.getValue()))
            .toList();
    List<Difference> differences =
        runs.stream()
            .filter(run -> run.key().order().equals(RetrainingBench.PRIORITY))
            .map(run -> run.key().decisions())
            .distinct()
            .filter(decisions -> !of(RetrainingBench.RANDOM, decisions).isEmpty())
            .map(this::difference)
            .toList();
    return new RetrainingBenchResult(
        listings(), models, new Comparisons(differences, equalLabels(models)));
  }

  private int listings() {
    return runs.get(0).listings();
  }

  private List<RetrainingRun> of(String order, int decisions) {
    return runs.stream()
        .filter(run -> run.key().order().equals(order) && run.key().decisions() == decisions)
        .sorted(Comparator.comparingInt(run -> run.key().seed()))
        .toList();
  }

  private Models models(String order, int decisions) {
    List<RetrainingRun> some = of(order, decisions);
    return new Models(
        order,
        decisions,
        some.stream().collect(Collectors.averagingDouble(RetrainingRun::accuracy)),
        some.stream().collect(Collectors.averagingDouble(RetrainingRun::recall)),
        some.stream().map(RetrainingRun::accuracy).toList(),
        some.stream().filter(this::isPromoted).count());
  }

  private boolean isPromoted(RetrainingRun run) {
    return of(RetrainingBench.BASE, 0).stream()
        .filter(base -> base.key().seed() == run.key().seed())
        .anyMatch(base -> run.against(base).isBetter());
  }

  /** Resamples seeds and listings; the same listings for all seeds. */
  private Difference difference(int decisions) {
    List<RetrainingRun> random = of(RetrainingBench.RANDOM, decisions);
    List<RetrainingRun> priority = of(RetrainingBench.PRIORITY, decisions);
    double[] bySeed = new double[random.size()];
    Arrays.setAll(bySeed, i -> priority.get(i).accuracy() - random.get(i).accuracy());
    Random draw = new Random(decisions);
    double[] means = new double[RESAMPLES];
    for (int resample = 0; resample < RESAMPLES; resample++) {
      int[] listings = draw.ints(listings(), 0, listings()).toArray();
      for (int seed : draw.ints(bySeed.length, 0, bySeed.length).toArray()) {
        double difference =
            priority.get(seed).accuracy(listings) - random.get(seed).accuracy(listings);
        means[resample] += difference / bySeed.length;
      }
    }
    Arrays.sort(means);
    return new Difference(
        decisions,
        Arrays.stream(bySeed).average().orElse(0),
        means[(int) (0.025 * RESAMPLES)],
        means[(int) (0.975 * RESAMPLES)],
        Arrays.stream(bySeed).boxed().toList());
  }

  /** The first crossing of the line through the points of the priority. */
  static Double equalLabels(List<Models> models) {
    NavigableMap<Integer, Double> random = curve(models, RetrainingBench.RANDOM);
    NavigableMap<Integer, Double> priority = curve(models, RetrainingBench.PRIORITY);
    if (random.isEmpty() || priority.isEmpty()) {
      return null;
    }
    double wanted = random.lastEntry().getValue();
    Map.Entry<Integer, Double> before = null;
    for (Map.Entry<Integer, Double> point : priority.entrySet()) {
      if (point.getValue() >= wanted) {
        return before == null
            ? (double) point.getKey()
            : before.getKey()
                + (point.getKey() - before.getKey())
                    * (wanted - before.getValue())
                    / (point.getValue() - before.getValue());
      }
      before = point;
    }
    return null;
  }

  /** Accuracy by number of decisions, with none as the first point. */
  private static NavigableMap<Integer, Double> curve(List<Models> models, String order) {
    return models.stream()
        .filter(of -> of.order().equals(order) || of.order().equals(RetrainingBench.NONE))
        .collect(Collectors.toMap(Models::decisions, Models::accuracy, (a, b) -> a, TreeMap::new));
  }
}
