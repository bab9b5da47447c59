package io.cmaclip.streams.metrics.exact;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.streams.meters.MeterTable;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExactMeterRegistryTest {
  private static final String OPEN_METRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";

  private final ExactMeterRegistry registry = new ExactMeterRegistry();

  @Test
  void countsEachFractionInItsBucket() {
    DistributionSummary confidence = MeterTable.CONFIDENCE.histogram(registry, "colour");
    for (double value : List.of(0.0, 0.1, 0.1001, 0.93, 0.99, 1.0)) {
      confidence.record(value);
    }
    assertThat(registry.scrape())
        .contains("cmaclip_confidence_bucket{task=\"colour\",le=\"0.1\"} 2\n")
        .contains("cmaclip_confidence_bucket{task=\"colour\",le=\"0.2\"} 3\n")
        .contains("cmaclip_confidence_bucket{task=\"colour\",le=\"0.9\"} 3\n")
        .contains("cmaclip_confidence_bucket{task=\"colour\",le=\"0.95\"} 4\n")
        .contains("cmaclip_confidence_bucket{task=\"colour\",le=\"0.99\"} 5\n")
        .contains("cmaclip_confidence_bucket{task=\"colour\",le=\"+Inf\"} 6\n")
        .contains("cmaclip_confidence_count{task=\"colour\"} 6\n");
    assertThat(confidence.mean()).isEqualTo((0.1 + 0.1001 + 0.93 + 0.99 + 1) / 6);
  }

  @Test
  void scrapesWholeNumbersLikeMicrometer() {
    PrometheusMeterRegistry micrometer = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    for (MeterRegistry each : List.of(micrometer, registry)) {
      whole(MeterTable.LATENCY_ARRIVAL.histogram(each));
      whole(MeterTable.BATCH_SIZE.histogram(each));
      whole(MeterTable.NOISE.histogram(each, "text"));
      whole(MeterTable.NOISE.histogram(each, "image"));
      DistributionSummary.builder("without.bounds").register(each).record(3);
    }
    for (String form : List.of("text/plain; version=0.0.4; charset=utf-8", OPEN_METRICS)) {
      assertThat(registry.scrape(form)).isEqualTo(micrometer.scrape(form));
    }
  }

  @Test
  void countsEveryValueOfConcurrentThreads() {
    DistributionSummary latency = MeterTable.LATENCY_SERVICE.histogram(registry);
    IntStream.range(0, 100_000).parallel().forEach(i -> latency.record(i % 2 == 0 ? 0.25 : 5000));
    assertThat(latency.count()).isEqualTo(100_000);
    assertThat(latency.takeSnapshot().histogramCounts())
        .extracting(bucket -> bucket.count())
        .startsWith(0.0, 0.0, 0.0, 50_000.0)
        .endsWith(50_000.0);
    assertThat(latency.totalAmount()).isEqualTo(50_000 * 5000.25);
  }

  private static void whole(DistributionSummary summary) {
    IntStream.of(0, 1, 2, 7, 60, 100_000).forEach(summary::record);
  }
}
