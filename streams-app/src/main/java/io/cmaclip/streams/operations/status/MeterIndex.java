package io.cmaclip.streams.operations.status;

import io.cmaclip.streams.meters.MeterKey;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Index of meters by name, created for each reading because meters are added and removed. A search
 * of the registry for each name would visit thousands of Kafka's meters. Not thread-safe.
 */
final class MeterIndex {
  private final Map<String, List<Meter>> meters = new HashMap<>();

  MeterIndex(MeterRegistry registry, String... prefixes) {
    registry.forEachMeter(
        meter -> {
          String name = meter.getId().getName();
          for (String prefix : prefixes) {
            if (name.startsWith(prefix)) {
              meters.computeIfAbsent(name, each -> new ArrayList<>()).add(meter);
            }
          }
        });
  }

  <T extends Meter> List<T> all(String name, Class<T> kind) {
    return meters.getOrDefault(name, List.of()).stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  <T extends Meter> Optional<T> one(MeterKey key, Class<T> kind) {
    return all(key.name(), kind).stream().findFirst();
  }

  /** Sum over all counters of that name; 0 without any. */
  double sum(MeterKey key) {
    return all(key.name(), Counter.class).stream().mapToDouble(Counter::count).sum();
  }

  /** Value of the gauge; NaN without it. */
  double value(MeterKey key) {
    return one(key, Gauge.class).map(Gauge::value).orElse(Double.NaN);
  }
}
