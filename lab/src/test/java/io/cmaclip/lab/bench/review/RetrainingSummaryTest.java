package io.cmaclip.lab.bench.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cmaclip.lab.bench.review.RetrainingBenchResult.Difference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RetrainingSummaryTest {
  private static final int LISTINGS = 2000;
  private final List<RetrainingRun> runs = new ArrayList<>();

  @Test
  void interpolatesTheDecisionsThatMakeAnEqualModel() {
    add(RetrainingBench.NONE, 0, 0.5);
    add(RetrainingBench.RANDOM, 1000, 0.7);
    add(RetrainingBench.PRIORITY, 400, 0.6);
    add(RetrainingBench.PRIORITY, 1000, 0.8);
    assertThat(result().priorityToRandom().equalLabels()).isCloseTo(700, within(1e-9));
  }

  @Test
  void namesNoNumberIfThePriorityNeverReachesTheRandomModel() {
    add(RetrainingBench.NONE, 0, 0.5);
    add(RetrainingBench.RANDOM, 1000, 0.7);
    add(RetrainingBench.PRIORITY, 1000, 0.6);
    assertThat(result().priorityToRandom().equalLabels()).isNull();
  }

  @Test
  void theIntervalHoldsTheDifferenceAndIsNarrowForEqualModels() {
    add(RetrainingBench.RANDOM, 1000, 0.7);
    add(RetrainingBench.PRIORITY, 1000, 0.8);
    Difference difference = result().priorityToRandom().byDecisions().get(0);
    assertThat(difference.mean()).isCloseTo(0.1, within(1e-9));
    assertThat(difference.low()).isBetween(0.08, 0.1);
    assertThat(difference.high()).isBetween(0.1, 0.12);
    assertThat(difference.differences()).hasSize(2);
  }

  @Test
  void countsTheSeedsWhoseModelPromoteFindsBetter() {
    add(RetrainingBench.BASE, 0, 0.6);
    add(RetrainingBench.RANDOM, 1000, 0.7);
    add(RetrainingBench.PRIORITY, 1000, 0.5);
    assertThat(result().models())
        .extracting(RetrainingBenchResult.Models::promoted)
        .containsExactly(0L, 2L, 0L);
  }

  private RetrainingBenchResult result() {
    return new RetrainingSummary(runs).result();
  }

  /** Two seeds with the same accuracy. */
  private void add(String order, int decisions, double accuracy) {
    runs.add(run(1, order, decisions, accuracy));
    runs.add(run(2, order, decisions, accuracy));
  }

  /** The better models are right wherever the worse ones are. */
  private static RetrainingRun run(int seed, String order, int decisions, double accuracy) {
    int correct = (int) Math.round(accuracy * LISTINGS);
    String right = "1".repeat(correct) + "0".repeat(LISTINGS - correct);
    return new RetrainingRun(
        new RetrainingRun.Key(seed, order, decisions), 0.5, Map.of("colour", right));
  }
}
