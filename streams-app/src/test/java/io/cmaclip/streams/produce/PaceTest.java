package io.cmaclip.streams.produce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {
  @Test
  void limitsTheRate() throws Exception {
    Pace pace = Pace.of(200);
    long start = System.nanoTime();
    for (int i = 0; i < 10; i++) {
      pace.await();
    }
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(45));
  }

  @Test
  void doesNotCatchUpAfterAPause() throws Exception {
    AtomicLong now = new AtomicLong();
    // Each reading of the clock advances it by 1 ms, so that waiting ends.
    Pace pace = Pace.of(10, () -> now.addAndGet(1_000_000));
    pace.await();
    now.addAndGet(TimeUnit.SECONDS.toNanos(5));
    pace.await();
    long afterPause = now.get();
    pace.await();
    pace.await();
    assertThat(now.get() - afterPause).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(95));
  }

  @Test
  void doesNotWaitWithoutALimit() throws Exception {
    Pace pace = Pace.of(Double.POSITIVE_INFINITY, () -> 0);
    for (int i = 0; i < 1000; i++) {
      pace.await();
    }
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN})
  void refusesARateThatIsNotPositive(double rate) {
    assertThatThrownBy(() -> Pace.of(rate))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be above 0");
  }
}
