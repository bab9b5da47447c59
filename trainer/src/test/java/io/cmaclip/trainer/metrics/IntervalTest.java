package io.cmaclip.trainer.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class IntervalTest {
  @Test
  void eightOfTenLieBetweenHalfAndAlmostAll() {
    // By hand: centre (0.8 + 3.8415/20) / 1.38415 = 0.71674, half width 0.22658.
    Interval interval = Interval.wilson(8, 10);
    assertThat(interval.low()).isEqualTo(0.49016, within(1e-5));
    assertThat(interval.high()).isEqualTo(0.94332, within(1e-5));
  }

  @Test
  void zeroOfTenHasAnUpperBoundAboveAQuarter() {
    Interval interval = Interval.wilson(0, 10);
    assertThat(interval.low()).isEqualTo(0, within(1e-12));
    assertThat(interval.high()).isEqualTo(0.27754, within(1e-5));
  }

  @Test
  void withoutObservationsTheIntervalIsZeroToOne() {
    assertThat(Interval.wilson(0, 0)).isEqualTo(new Interval(0, 1));
  }
}
