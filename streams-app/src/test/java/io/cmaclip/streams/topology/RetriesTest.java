package io.cmaclip.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetriesTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void pausesDoubleUpToTenSeconds() {
    Retries retries = Retries.NONE.failed();
    assertThat(retries.pause(HOUR)).isEqualTo(Duration.ofMillis(100));
    retries = retries.failed().failed();
    assertThat(retries.pause(HOUR)).isEqualTo(Duration.ofMillis(400));
    for (int i = 0; i < 100; i++) {
      retries = retries.failed();
    }
    assertThat(retries.pause(HOUR)).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void theLastAttemptIsMadeAtTheEndOfTheRetryTime() {
    Retries late = new Retries(9, System.nanoTime() - Duration.ofMinutes(59).toNanos());
    assertThat(late.isOver(HOUR)).isFalse();
    assertThat(late.pause(Duration.ofMinutes(59).plusSeconds(5)))
        .isBetween(Duration.ZERO, Duration.ofMillis(5100));
    assertThat(late.isOver(Duration.ofMinutes(58))).isTrue();
    assertThat(late.pause(Duration.ofMinutes(58))).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void withoutRetryTimeTheFirstFailureIsFinal() {
    assertThat(Retries.NONE.isOver(Duration.ZERO)).isTrue();
    assertThat(Retries.NONE.isOver(HOUR)).isFalse();
  }
}
