package io.cmaclip.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class PartitionGapsTest {
  private static final long MILLI = 1_000_000;
  private final PartitionGaps gaps = new PartitionGaps();

  @Test
  void keepsTheLongestTimeWithoutAnswersOfEachPartition() {
    gaps.answered(0, 0);
    gaps.answered(0, 100 * MILLI);
    gaps.answered(0, 130 * MILLI);
    gaps.answered(1, 10 * MILLI);
    gaps.answered(1, 310 * MILLI);
    assertThat(gaps.longestMillis(Set.of(0))).isEqualTo(100);
    assertThat(gaps.longestMillis(Set.of(0, 1))).isEqualTo(300);
    assertThat(gaps.longestMillis(Set.of(2))).isZero();
  }

  @Test
  void aPartitionThatIsStillSilentCountsUntilTheEnd() {
    gaps.answered(0, 0);
    gaps.answered(0, 50 * MILLI);
    gaps.end(950 * MILLI);
    assertThat(gaps.longestMillis(Set.of(0))).isEqualTo(900);
  }
}
