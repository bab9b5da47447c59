package io.cmaclip.console.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Simulated reviewers: one who looks and is right in 95%, one who accepts what is shown. */
class AttentionTest {
  private static final int SEEDS = 1_000;
  private static final double CAREFUL_ERRS = 0.05;

  /** Wrong proposals among the items of a queue. */
  private static final double WRONG_PROPOSALS = 0.3;

  @Test
  void findsAReviewerWhoAcceptsWhatIsShownWithinAHundredComparisons() {
    List<Integer> found = new ArrayList<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      found.add(comparisonsUntilFound(new Random(seed), WRONG_PROPOSALS, 1_000));
    }
    found.sort(null);
    int median = found.get(SEEDS / 2);
    int late = found.get(SEEDS * 95 / 100);
    System.out.printf("found after %d comparisons (median), %d (95%%)%n", median, late);
    assertThat(median).isLessThanOrEqualTo(40);
    assertThat(late).isLessThanOrEqualTo(100);
  }

  @Test
  void accusesFewCarefulReviewersInTwoThousandComparisons() {
    int accused = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      accused += comparisonsUntilFound(new Random(seed), CAREFUL_ERRS, 2_000) < 2_000 ? 1 : 0;
    }
    System.out.printf("accused of %d careful reviewers: %d%n", SEEDS, accused);
    assertThat(accused).isLessThanOrEqualTo(SEEDS / 100);
  }

  private static int comparisonsUntilFound(Random random, double errs, int most) {
    List<Long> checks = new ArrayList<>();
    for (int at = 1; at < most; at++) {
      checks.add(ReviewerTally.check(at, random.nextDouble() >= errs));
      List<Long> kept =
          checks.subList(Math.max(0, checks.size() - ReviewerTally.MOST_CHECKS), checks.size());
      if (Attention.of(kept).isCareless()) {
        return at;
      }
    }
    return most;
  }
}
