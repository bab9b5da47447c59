package io.cmaclip.streams.operations.status;

import io.cmaclip.streams.meters.MeterKey;
import io.cmaclip.streams.meters.MeterTable;
import io.cmaclip.streams.operations.status.StatusReading.Flow;
import io.cmaclip.streams.operations.status.StatusReading.Reason;
import io.cmaclip.streams.operations.status.StatusReading.Waiting;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Reads the meters of the status page. Not thread-safe. */
final class StatusReader {
  private static final String SERVICE = "cmaclip.";
  private static final String CIRCUIT_BREAKERS = "resilience4j.circuitbreaker.state";
  private static final String CLOSED = "closed";
  private static final String OPEN = "open";
  private static final String REASON = "reason";
  private static final String TASK = "task";

  private final MeterIndex meters;

  private StatusReader(MeterIndex meters) {
    this.meters = meters;
  }

  /**
   * @param nanos current {@link System#nanoTime}
   */
  static StatusReading read(MeterRegistry registry, long nanos) {
    return new StatusReader(new MeterIndex(registry, SERVICE, CIRCUIT_BREAKERS)).read(nanos);
  }

  private StatusReading read(long nanos) {
    return new StatusReading(
        nanos,
        new Flow(
            meters.sum(MeterTable.RECEIVED),
            meters.sum(MeterTable.LABELLED),
            meters.sum(MeterTable.REVIEW_ITEMS),
            meters.sum(MeterTable.DEAD_LETTERS)),
        meters
            .one(MeterTable.LATENCY_ARRIVAL, DistributionSummary.class)
            .map(Buckets::of)
            .orElse(Buckets.NONE),
        new Waiting(
            meters.value(MeterTable.IN_FLIGHT_LISTINGS),
            meters.value(MeterTable.BATCH_QUEUED),
            openHosts()),
        meters
            .one(MeterTable.BATCH_SIZE, DistributionSummary.class)
            .map(StatusReader::total)
            .orElse(Total.NONE),
        meters
            .one(MeterTable.INFERENCE, Timer.class)
            .map(timer -> new Total(timer.count(), timer.totalTime(TimeUnit.SECONDS)))
            .orElse(Total.NONE),
        tasks(),
        counts(
            MeterTable.REVIEW_REASONS, meter -> new Reason(tag(meter, REASON), tag(meter, TASK))),
        counts(MeterTable.DEAD_LETTERS, meter -> tag(meter, REASON)),
        drift(),
        circuitBreakers(),
        shadow());
  }

  private double openHosts() {
    return meters.all(MeterTable.IMAGE_HOSTS.name(), Gauge.class).stream()
        .filter(gauge -> tag(gauge, "circuit").equals(OPEN))
        .mapToDouble(Gauge::value)
        .sum();
  }

  private Map<String, TaskTotals> tasks() {
    Map<String, Map<Boolean, Double>> answers = new HashMap<>();
    for (Counter counter : meters.all(MeterTable.ANSWERS.name(), Counter.class)) {
      answers
          .computeIfAbsent(tag(counter, TASK), task -> new HashMap<>())
          .put(Boolean.valueOf(tag(counter, "accepted")), counter.count());
    }
    Map<String, Total> confidences = totals(MeterTable.CONFIDENCE);
    Map<String, Total> weights = totals(MeterTable.IMAGE_WEIGHT);
    Map<String, TaskTotals> tasks = new HashMap<>();
    answers.forEach(
        (task, byAccepted) ->
            tasks.put(
                task,
                new TaskTotals(
                    byAccepted.getOrDefault(true, 0.0),
                    byAccepted.getOrDefault(false, 0.0),
                    confidences.getOrDefault(task, Total.NONE),
                    weights.getOrDefault(task, Total.NONE))));
    return tasks;
  }

  private Map<String, Total> totals(MeterKey key) {
    Map<String, Total> totals = new HashMap<>();
    for (DistributionSummary summary : meters.all(key.name(), DistributionSummary.class)) {
      totals.put(tag(summary, TASK), total(summary));
    }
    return totals;
  }

  private <K> Map<K, Double> counts(MeterKey key, Function<Meter, K> name) {
    Map<K, Double> counts = new HashMap<>();
    for (Counter counter : meters.all(key.name(), Counter.class)) {
      if (counter.count() > 0) {
        counts.put(name.apply(counter), counter.count());
      }
    }
    return counts;
  }

  private Map<String, Map<String, Double>> drift() {
    Map<String, Map<String, Double>> indexes = new HashMap<>();
    for (Gauge gauge : meters.all(MeterTable.DRIFT.name(), Gauge.class)) {
      indexes
          .computeIfAbsent(tag(gauge, TASK), task -> new TreeMap<>())
          .put(tag(gauge, "measure"), gauge.value());
    }
    return indexes;
  }

  private Map<String, String> circuitBreakers() {
    Map<String, String> states = new HashMap<>();
    for (Gauge gauge : meters.all(CIRCUIT_BREAKERS, Gauge.class)) {
      String state = tag(gauge, "state");
      if (gauge.value() > 0 && !state.equals(CLOSED)) {
        states.put(tag(gauge, "name"), state);
      }
    }
    return states;
  }

  private Map<String, Double> shadow() {
    Map<String, Double> results = new HashMap<>();
    for (Counter counter : meters.all(MeterTable.SHADOW.name(), Counter.class)) {
      results.put(tag(counter, "result"), counter.count());
    }
    return results;
  }

  private static Total total(DistributionSummary summary) {
    return new Total(summary.count(), summary.totalAmount());
  }

  private static String tag(Meter meter, String name) {
    String value = meter.getId().getTag(name);
    return value == null ? "" : value;
  }
}
