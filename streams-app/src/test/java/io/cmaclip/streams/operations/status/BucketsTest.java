package io.cmaclip.streams.operations.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.streams.meters.MeterTable;
import io.cmaclip.streams.metrics.exact.ExactMeterRegistry;
import io.micrometer.core.instrument.DistributionSummary;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class BucketsTest {
  private static final Offset<Double> EXACTLY = Offset.offset(1e-9);

  private final DistributionSummary meter =
      MeterTable.LATENCY_ARRIVAL.histogram(new ExactMeterRegistry());

  @Test
  void aPercentileIsInterpolatedAsInPrometheus() {
    record(0.05, 90);
    record(0.3, 10);
    Buckets now = Buckets.of(meter);
    assertThat(now.total()).isEqualTo(100);
    assertThat(now.quantile(0.45)).isEqualTo(0.05, EXACTLY);
    assertThat(now.quantile(0.95)).isEqualTo(0.3, EXACTLY);
    assertThat(now.quantile(1)).isEqualTo(0.5, EXACTLY);
  }

  @Test
  void earlierValuesDoNotCount() {
    record(0.05, 1000);
    record(20_000, 1000);
    Buckets before = Buckets.of(meter);
    record(1.5, 10);
    assertThat(Buckets.of(meter).minus(before).quantile(0.5)).isEqualTo(1.75, EXACTLY);
  }

  @Test
  void aPercentileBeyondTheLastBoundIsTheLastBound() {
    record(1e6, 3);
    assertThat(Buckets.of(meter).quantile(0.5)).isEqualTo(86_400);
  }

  @Test
  void withoutValuesThereIsNoPercentile() {
    assertThat(Buckets.of(meter).quantile(0.5)).isNaN();
    assertThat(new Buckets(List.of(), List.of(), 3).quantile(0.5)).isNaN();
  }

  private void record(double seconds, int times) {
    for (int i = 0; i < times; i++) {
      meter.record(seconds);
    }
  }
}
