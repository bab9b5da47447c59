package io.cmaclip.streams.meters;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.NamingConvention;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * One meter with its documentation, and the factory of its series.
 *
 * @param name name in Micrometer, {@code cmaclip.batch.size}
 * @param unit unit of the value
 * @param tags names of the tags
 * @param meaning what the meter measures
 * @param worry symptom that needs attention
 * @param buckets upper bounds of a histogram's buckets; seconds for timers
 */
public record MeterKey(
    String name,
    Kind kind,
    String unit,
    List<String> tags,
    String meaning,
    String worry,
    List<Double> buckets) {
  public enum Kind {
    COUNTER,
    /** A histogram of durations. */
    TIMER,
    HISTOGRAM,
    GAUGE
  }

  private static final NamingConvention SCRAPED = new PrometheusNamingConvention();
  private static final String SECONDS = "seconds";
  private static final String BYTES = "bytes";

  public MeterKey {
    tags = List.copyOf(tags);
    buckets = List.copyOf(buckets);
  }

  /** Name in a scrape, without the suffixes of histograms such as {@code _bucket}. */
  public String scrapedName() {
    Meter.Type type =
        switch (kind) {
          case COUNTER -> Meter.Type.COUNTER;
          case TIMER -> Meter.Type.TIMER;
          case HISTOGRAM -> Meter.Type.DISTRIBUTION_SUMMARY;
          case GAUGE -> Meter.Type.GAUGE;
        };
    String family = SCRAPED.name(name, type, baseUnit());
    return kind == Kind.COUNTER ? family + "_total" : family;
  }

  /**
   * Registers a series of a counter.
   *
   * @param values values of the tags, in their order
   */
  public Counter counter(MeterRegistry registry, String... values) {
    return Counter.builder(name)
        .description(meaning)
        .tags(tagged(values))
        .baseUnit(baseUnit())
        .register(registry);
  }

  /** Registers a series of a timer. */
  public Timer timer(MeterRegistry registry, String... values) {
    return Timer.builder(name)
        .description(meaning)
        .tags(tagged(values))
        .serviceLevelObjectives(
            buckets.stream()
                .map(bound -> Duration.ofNanos(Math.round(bound * 1e9)))
                .toArray(Duration[]::new))
        .register(registry);
  }

  /** Registers a series of a histogram. */
  public DistributionSummary histogram(MeterRegistry registry, String... values) {
    return DistributionSummary.builder(name)
        .description(meaning)
        .tags(tagged(values))
        .baseUnit(baseUnit())
        .serviceLevelObjectives(buckets.stream().mapToDouble(Double::doubleValue).toArray())
        .register(registry);
  }

  /** Registers a series of a gauge; the registry keeps a strong reference to the source. */
  public <T> void gauge(
      MeterRegistry registry, T source, ToDoubleFunction<T> value, String... values) {
    Gauge.builder(name, source, value)
        .description(meaning)
        .tags(tagged(values))
        .baseUnit(baseUnit())
        .strongReference(true)
        .register(registry);
  }

  private String baseUnit() {
    return unit.equals(SECONDS) || unit.equals(BYTES) ? unit : null;
  }

  private String[] tagged(String... values) {
    if (values.length != tags.size()) {
      throw new IllegalArgumentException(name + " has the tags " + tags);
    }
    String[] pairs = new String[2 * values.length];
    for (int i = 0; i < values.length; i++) {
      pairs[2 * i] = tags.get(i);
      pairs[2 * i + 1] = values[i];
    }
    return pairs;
  }

  /** Type in a scrape. */
  String kindText() {
    return kind == Kind.TIMER ? "histogram" : kind.name().toLowerCase(Locale.ROOT);
  }
}
