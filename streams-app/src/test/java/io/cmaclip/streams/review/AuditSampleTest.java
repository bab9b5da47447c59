package io.cmaclip.streams.review;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AuditSampleTest {
  private static final int LISTINGS = 20_000;

  @Test
  void containsItsShareOfTheListingsWithinSamplingError() {
    for (double share : new double[] {0.01, 0.1, 0.5}) {
      long drawn = IntStream.range(0, LISTINGS).filter(i -> contains(share, i, "hash")).count();
      double fiveSigma = 5 * Math.sqrt(LISTINGS * share * (1 - share));
      assertThat((double) drawn)
          .isBetween(LISTINGS * share - fiveSigma, LISTINGS * share + fiveSigma);
    }
  }

  @Test
  void aLargerShareContainsTheSmallerSampleAndOtherContentIsDrawnAnew() {
    int[] small = IntStream.range(0, 2000).filter(i -> contains(0.1, i, "hash")).toArray();
    assertThat(IntStream.of(small)).allMatch(i -> contains(0.2, i, "hash"));
    assertThat(IntStream.of(small).filter(i -> contains(0.1, i, "other")).count())
        .isLessThan(small.length / 3);
  }

  @Test
  void zeroDrawsNoneAndOneDrawsAll() {
    assertThat(IntStream.range(0, 1000)).noneMatch(i -> contains(0, i, "hash"));
    assertThat(IntStream.range(0, 1000)).allMatch(i -> contains(1, i, "hash"));
  }

  private static boolean contains(double share, int listing, String hash) {
    return new AuditSample(share).contains(("listing-" + listing).getBytes(UTF_8), hash);
  }
}
