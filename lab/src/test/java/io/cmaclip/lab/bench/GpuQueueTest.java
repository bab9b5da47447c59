package io.cmaclip.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class GpuQueueTest {
  private static final Duration COMMIT = Duration.ofMillis(100);

  private final GpuQueue queue =
      new GpuQueue(
          64, Duration.ofMillis(10), Duration.ofNanos(800_000), Duration.ofMillis(10), COMMIT);

  @Test
  void rareListingsWaitForTheDelayTheirCallAndTheCommit() {
    double longest = 10 + 10.8 + COMMIT.toMillis();
    assertThat(queue.p99Millis(1, 0)).isBetween(longest - 5, longest);
  }

  @Test
  void rareListingsBesideFullCallsWaitForTwoCallsAndTheCommit() {
    // The sum of two uniform waits, of a call and of the commit, is near its maximum in 1% of
    // cases.
    double longest = 2 * 61.2 + COMMIT.toMillis();
    double nearest = Math.sqrt(2 * 0.01 * 61.2 * COMMIT.toMillis());
    assertThat(queue.p99Millis(1, 64)).isCloseTo(longest - nearest, within(4.0));
  }

  @Test
  void smallerCallsBesideLiveListingsShortenTheirWait() {
    assertThat(queue.p99Millis(520, 54)).isLessThan(queue.p99Millis(520, 64) - 10);
  }
}
