package io.cmaclip.console.queue;

import io.cmaclip.events.DecisionKind;
import io.cmaclip.events.ReviewDecision;
import io.cmaclip.streams.meters.ConsoleMeterTable;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;

/** Meters of the queue. Thread-safe. */
final class QueueMeters {
  private final MeterRegistry registry;
  private final Map<DecisionKind, Counter> decisions = new EnumMap<>(DecisionKind.class);
  private final Map<RefusedException.Reason, Counter> refusals =
      new EnumMap<>(RefusedException.Reason.class);

  QueueMeters(MeterRegistry registry) {
    this.registry = registry;
    for (DecisionKind kind : DecisionKind.values()) {
      if (kind != DecisionKind.UNKNOWN) {
        decisions.put(kind, ConsoleMeterTable.DECISIONS.counter(registry, tag(kind)));
      }
    }
    for (RefusedException.Reason reason : RefusedException.Reason.values()) {
      refusals.put(reason, ConsoleMeterTable.REFUSALS.counter(registry, tag(reason)));
    }
  }

  private static String tag(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** Publishes the accounts of a queue. */
  void watch(ReviewQueue queue) {
    gauge(queue, "waiting", QueueCounts::waiting);
    gauge(queue, "decided", QueueCounts::decided);
    gauge(queue, "superseded", QueueCounts::superseded);
    gauge(queue, "deleted", QueueCounts::deleted);
    gauge(queue, "expired", QueueCounts::expired);
    ConsoleMeterTable.ARRIVED.gauge(registry, queue, from -> from.progress().counts().in());
    ConsoleMeterTable.OLDEST.gauge(registry, queue, ReviewQueue::oldestSeconds);
    ConsoleMeterTable.LEASES.gauge(registry, queue, from -> from.progress().leased());
    ConsoleMeterTable.PARTITIONS.gauge(registry, queue, from -> from.progress().partitions());
  }

  private void gauge(ReviewQueue queue, String state, ToLongFunction<QueueCounts> value) {
    ConsoleMeterTable.ITEMS.gauge(
        registry, queue, from -> value.applyAsLong(from.progress().counts()), state);
  }

  void written(List<ReviewDecision> made) {
    made.forEach(decision -> decisions.get(decision.getKind()).increment());
  }

  void refused(RefusedException.Reason reason) {
    refusals.get(reason).increment();
  }
}
