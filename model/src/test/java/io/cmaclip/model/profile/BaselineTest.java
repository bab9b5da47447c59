package io.cmaclip.model.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BaselineTest {
  private static final Baseline TWO = new Baseline(List.of("low", "high"), List.of(900L, 100L));

  @Test
  void equalSharesHaveAnIndexOfZero() {
    assertThat(TWO.against(new long[] {900, 100}).index()).isZero();
  }

  @Test
  void theIndexIsTheSumOfDifferencesTimesLogRatios() {
    // (0.8 - 0.9) ln(0.8 / 0.9) + (0.2 - 0.1) ln(0.2 / 0.1), both shares smoothed by half a value.
    Shift shift = TWO.against(new long[] {800, 200});
    assertThat(shift.index()).isCloseTo(0.0811, within(1e-3));
    assertThat(shift.bins().get(0).name()).isEqualTo("high");
    assertThat(shift.most(1)).isEqualTo("high (20.0%, usually 10.0%)");
    assertThat(shift.bins().stream().mapToDouble(Shift.Bin::part).sum())
        .isCloseTo(shift.index(), within(1e-12));
  }

  @Test
  void emptyBinsKeepTheIndexFinite() {
    Baseline never = new Baseline(List.of("a", "b"), List.of(1000L, 0L));
    assertThat(never.against(new long[] {1000, 0}).index()).isZero();
    assertThat(never.against(new long[] {0, 1000}).index()).isBetween(10.0, 20.0);
    assertThat(never.against(new long[] {0, 0}).index()).isFinite();
  }

  /**
   * For two samples of one distribution the index is (1 / n + 1 / m) times chi-square with bins - 1
   * degrees of freedom.
   */
  @Test
  void indexOfEqualDistributionsMatchesTheory() {
    Random random = new Random(3);
    int bins = 10;
    double sum = 0;
    for (int round = 0; round < 500; round++) {
      long[] usual = sample(random, bins, 2000);
      long[] other = sample(random, bins, 1000);
      List<Long> counts = Arrays.stream(usual).boxed().toList();
      List<String> names = IntStream.range(0, bins).mapToObj(i -> "" + i).toList();
      sum += new Baseline(names, counts).against(other).index();
    }
    assertThat(sum / 500).isCloseTo(9 * (1 / 2000.0 + 1 / 1000.0), within(0.0015));
  }

  private static long[] sample(Random random, int bins, int size) {
    long[] counts = new long[bins];
    for (int i = 0; i < size; i++) {
      counts[random.nextInt(bins)]++;
    }
    return counts;
  }
}
