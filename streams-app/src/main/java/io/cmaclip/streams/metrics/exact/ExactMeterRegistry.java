package io.cmaclip.streams.metrics.exact;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.NamingConvention;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.TimeWindowMax;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A Prometheus registry with correct histogram buckets below 1. Micrometer rounds values up to
 * whole numbers before it counts them (its issue 2592), so its buckets below 1 stay empty. Series
 * must not be removed. For any thread.
 */
public final class ExactMeterRegistry extends PrometheusMeterRegistry {
  private final Map<String, HistogramFamily> families = new ConcurrentHashMap<>();

  public ExactMeterRegistry() {
    super(PrometheusConfig.DEFAULT, new PrometheusRegistry(), Clock.SYSTEM);
  }

  @Override
  public DistributionSummary newDistributionSummary(
      Meter.Id id, DistributionStatisticConfig config, double scale) {
    double[] bounds = config.getServiceLevelObjectiveBoundaries();
    if (bounds == null) {
      return super.newDistributionSummary(id, config, scale);
    }
    ExactSummary summary = new ExactSummary(id, scale, bounds, new TimeWindowMax(clock, config));
    families
        .computeIfAbsent(
            id.getConventionName(config().namingConvention()), name -> family(name, id))
        .add(labels(id, config().namingConvention()), summary);
    return summary;
  }

  private HistogramFamily family(String name, Meter.Id id) {
    HistogramFamily family = new HistogramFamily(name, id.getDescription());
    getPrometheusRegistry().register(family);
    return family;
  }

  private static Labels labels(Meter.Id id, NamingConvention convention) {
    List<Tag> tags = id.getConventionTags(convention);
    return Labels.of(
        tags.stream().map(Tag::getKey).toList(), tags.stream().map(Tag::getValue).toList());
  }
}
