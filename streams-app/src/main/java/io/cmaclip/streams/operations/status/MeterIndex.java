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
 * Some of a registry's meters by name. Made anew for each reading, since meters come and go; a
 * search for each name would go through all meters, thousands of Kafka's among them, every time.
 * Owned by one thread.
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

  /** The series of that name and kind. */
  <T extends Meter> List<T> all(String name, Class<T> kind) {
    return meters.getOrDefault(name, List.of()).stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  /** The only series. */
  <T extends Meter> Optional<T> one(MeterKey key, Class<T> kind) {
    return all(key.name(), kind).stream().findFirst();
  }

  /** Over all series; 0 where there is none. */
  double sum(MeterKey key) {
    return all(key.name(), Counter.class).stream().mapToDouble(Counter::count).sum();
  }

  /** NaN where there is none. */
  double value(MeterKey key) {
    return one(key, Gauge.class).map(Gauge::value).orElse(Double.NaN);
  }
}
