package io.cmaclip.lab.bench.review;

import io.cmaclip.lab.bench.review.ReviewBudgetBenchResult.Phase;
import io.cmaclip.model.review.ReviewCode;
import io.cmaclip.model.review.ReviewReason;
import io.cmaclip.streams.review.Admission;
import io.cmaclip.streams.review.Review;
import io.cmaclip.streams.review.ReviewBudget;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A stream of listings with simulated priorities and times, whose admission to review is decided by
 * the review budget and, for comparison, by a fixed threshold that fits the first phase. A quarter
 * of the listings is not doubtful; the priorities of the others follow a beta distribution.
 */
public final class ReviewBudgetBench {
  /** Listings in each window. */
  static final int WINDOW = 1000;

  private static final int PER_SECOND = 50;
  private static final int SECONDS_PER_HOUR = 3600;
  private static final double DOUBTFUL = 0.75;
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /** Backlogs are processed this many times faster than listings arrive. */
  private static final int CATCH_UP = 10;

  /** The time in which nobody owns a partition after its owner was killed. */
  private static final int PAUSE_SECONDS = 45;

  /** Parameters of beta distributions before and after a jump; their means are 0.2 and 0.5. */
  private static final int[] LOW = {2, 8};

  private static final int[] HIGH = {5, 5};

  private final Settings settings;

  /**
   * Size of the run.
   *
   * @param listings of each phase
   * @param share of the listings that the budget admits, 0 to 1
   * @param seeds number of repetitions
   */
  public record Settings(int listings, int partitions, double share, int seeds) {}

  public ReviewBudgetBench(Settings settings) {
    this.settings = settings;
  }

  /** Runs all phases for all seeds. */
  public ReviewBudgetBenchResult run() {
    List<Phase> phases = new ArrayList<>();
    double selection = 0;
    double perHour = settings.share() * PER_SECOND * SECONDS_PER_HOUR;
    for (int seed = 1; seed <= settings.seeds(); seed++) {
      Run run = new Run(new Random(seed), perHour);
      merge(
          phases,
          List.of(
              run.phase("start", LOW, new int[0]),
              run.phase("same priorities", LOW, new int[0]),
              run.phase("priorities jump up", HIGH, new int[0]),
              run.phase("priorities jump down", LOW, new int[0]),
              run.phase("restart of 1 instance", LOW, all()),
              run.phase("1 to 4 instances", LOW, upper())));
      selection += run.selection() / settings.seeds();
    }
    return new ReviewBudgetBenchResult(
        settings.listings(),
        settings.partitions(),
        settings.seeds(),
        settings.share(),
        selection,
        phases);
  }

  private int[] all() {
    int[] partitions = new int[settings.partitions()];
    Arrays.setAll(partitions, i -> i);
    return partitions;
  }

  /** Three quarters of the partitions, which move to new instances. */
  private int[] upper() {
    int[] all = all();
    return Arrays.copyOfRange(all, all.length / 4, all.length);
  }

  private static void merge(List<Phase> phases, List<Phase> more) {
    for (int i = 0; i < more.size(); i++) {
      if (phases.size() <= i) {
        phases.add(more.get(i));
      } else {
        phases.set(i, phases.get(i).with(more.get(i)));
      }
    }
  }

  /** One repetition. */
  private final class Run {
    private final Random random;
    private final ReviewBudget budget;
    private final byte[][] states = new byte[settings.partitions()][];
    private final List<Boolean> admitted = new ArrayList<>();
    private final List<Boolean> fixed = new ArrayList<>();
    private final List<Double> priorities = new ArrayList<>();
    private final double threshold;
    private long millis;

    Run(Random random, double perHour) {
      this.random = random;
      this.budget = new ReviewBudget(perHour, Map.of()).ofOneIn(settings.partitions());
      double[] sample = new double[20_000];
      Arrays.setAll(sample, i -> priority(LOW));
      Arrays.sort(sample);
      threshold = sample[(int) (sample.length * (1 - settings.share()))];
    }

    /**
     * Processes the listings of a phase. Those of the moved partitions wait during the pause, and
     * are processed fast after it.
     */
    Phase phase(String name, int[] distribution, int[] moved) {
      int first = admitted.size();
      long pauseEnds = millis + PAUSE_SECONDS * 1000L;
      List<Double> backlog = new ArrayList<>();
      List<Integer> owners = new ArrayList<>();
      for (int i = 0; i < settings.listings(); i++) {
        millis += 1000 / PER_SECOND;
        double priority = priority(distribution);
        int partition = random.nextInt(settings.partitions());
        boolean waits = Arrays.stream(moved).anyMatch(other -> other == partition);
        if (waits && millis < pauseEnds) {
          backlog.add(priority);
          owners.add(partition);
          continue;
        }
        for (int fast = 0; fast < CATCH_UP && millis >= pauseEnds && !backlog.isEmpty(); fast++) {
          admit(backlog.remove(0), owners.remove(0));
        }
        admit(priority, partition);
      }
      return new Phase(name, ratios(admitted, first), ratios(fixed, first));
    }

    private void admit(double priority, int partition) {
      List<ReviewReason> reasons =
          priority == 0
              ? List.of()
              : List.of(new ReviewReason(ReviewCode.LOW_CONFIDENCE, "task", ""));
      Admission admission = Admission.decode(states[partition], null);
      Review review =
          admission.admit(
              new Review(null, reasons, priority),
              Integer.toString(priorities.size()).getBytes(StandardCharsets.UTF_8),
              budget,
              START.plusMillis(millis));
      states[partition] = admission.encode();
      admitted.add(review.isWanted());
      fixed.add(priority > threshold);
      priorities.add(priority);
    }

    private double priority(int[] distribution) {
      if (random.nextDouble() >= DOUBTFUL) {
        return 0;
      }
      // The order statistics of uniform numbers have beta distributions.
      double[] uniform = random.doubles(distribution[0] + distribution[1] - 1L).sorted().toArray();
      return uniform[distribution[0] - 1];
    }

    /** Lowest and highest number admitted in a window that ends in the phase, to the budget. */
    private Phase.Ratios ratios(List<Boolean> all, int first) {
      double lowest = Double.POSITIVE_INFINITY;
      double highest = 0;
      int count = 0;
      for (int i = 0; i < all.size(); i++) {
        count += all.get(i) ? 1 : 0;
        count -= i >= WINDOW && all.get(i - WINDOW) ? 1 : 0;
        if (i >= first && i >= WINDOW - 1) {
          lowest = Math.min(lowest, count / (settings.share() * WINDOW));
          highest = Math.max(highest, count / (settings.share() * WINDOW));
        }
      }
      return new Phase.Ratios(lowest, highest);
    }

    /** Mean priority of what was admitted: 0 as at random, 1 as if all were known in advance. */
    double selection() {
      List<Double> steady = priorities.subList(settings.listings(), 2 * settings.listings());
      double random = mean(steady);
      List<Double> chosen = new ArrayList<>();
      for (int i = 0; i < steady.size(); i++) {
        if (admitted.get(settings.listings() + i)) {
          chosen.add(steady.get(i));
        }
      }
      List<Double> best = steady.stream().sorted().toList();
      best = best.subList(best.size() - chosen.size(), best.size());
      return (mean(chosen) - random) / (mean(best) - random);
    }

    private static double mean(List<Double> values) {
      return values.stream().mapToDouble(value -> value).average().orElse(0);
    }
  }
}
