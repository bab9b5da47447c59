package io.cmaclip.console.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Simulated comparisons in which the proposal was hidden or wrong. */
class AttentionTest {
  private static final Logger LOG = LoggerFactory.getLogger(AttentionTest.class);
  private static final int SEEDS = 1_000;

  @Test
  void findsWhoAcceptsEverythingAfterSix() {
    assertThat(comparisonsUntilFound(new Random(1), 1, 100)).isEqualTo(6);
  }

  @Test
  void findsWhoAcceptsThreeOfTenWrongProposals() {
    List<Integer> found = new ArrayList<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      found.add(comparisonsUntilFound(new Random(seed), 0.3, 1_000));
    }
    found.sort(null);
    LOG.info(
        "found after {} (median), {} (95%)", found.get(SEEDS / 2), found.get(SEEDS * 95 / 100));
    assertThat(found.get(SEEDS / 2)).isLessThanOrEqualTo(40);
    assertThat(found.get(SEEDS * 95 / 100)).isLessThanOrEqualTo(100);
  }

  @Test
  void accusesFewWhoAreRightInNineteenOfTwenty() {
    int accused = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      accused += comparisonsUntilFound(new Random(seed), 0.05, 600) < 600 ? 1 : 0;
    }
    LOG.info("accused: {} of {}", accused, SEEDS);
    assertThat(accused).isLessThanOrEqualTo(SEEDS / 200);
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
