package io.cmaclip.streams.metrics.exact;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** All series of one histogram and its maximum, for the scrape. For any thread. */
final class HistogramFamily implements MultiCollector {
  private static final String MAX = "_max";

  private final String name;
  private final String help;
  private final Map<Labels, ExactSummary> series = new ConcurrentHashMap<>();

  HistogramFamily(String name, String help) {
    this.name = name;
    this.help = help == null ? " " : help;
  }

  void add(Labels labels, ExactSummary summary) {
    series.put(labels, summary);
  }

  @Override
  public MetricSnapshots collect() {
    List<HistogramDataPointSnapshot> histograms = new ArrayList<>();
    List<GaugeDataPointSnapshot> maxima = new ArrayList<>();
    series.forEach(
        (labels, summary) -> {
          histograms.add(
              new HistogramDataPointSnapshot(
                  ClassicHistogramBuckets.of(summary.bounds(), summary.counts()),
                  summary.totalAmount(),
                  labels,
                  Exemplars.EMPTY,
                  0));
          maxima.add(new GaugeDataPointSnapshot(summary.max(), labels, null));
        });
    return new MetricSnapshots(
        new HistogramSnapshot(new MetricMetadata(name, help), histograms),
        new GaugeSnapshot(new MetricMetadata(name + MAX, help), maxima));
  }
}
