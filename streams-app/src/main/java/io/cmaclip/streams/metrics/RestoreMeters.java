package io.cmaclip.streams.metrics;

import io.cmaclip.streams.meters.MeterTable;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Meters and log of the restore of answer stores. Called by restore threads; thread-safe. */
final class RestoreMeters implements StateRestoreListener {
  private static final Logger LOG = LoggerFactory.getLogger(RestoreMeters.class);

  private final Map<TopicPartition, Long> since = new ConcurrentHashMap<>();
  private final Counter restored;

  RestoreMeters(MeterRegistry registry) {
    restored = MeterTable.ANSWERS_RESTORED.counter(registry);
    MeterTable.ANSWERS_RESTORING.gauge(registry, since, Map::size);
  }

  @Override
  public void onRestoreStart(TopicPartition partition, String store, long start, long end) {
    since.put(partition, System.nanoTime());
  }

  @Override
  public void onBatchRestored(TopicPartition partition, String store, long end, long count) {
    restored.increment((double) count);
  }

  @Override
  public void onRestoreEnd(TopicPartition partition, String store, long total) {
    Long start = since.remove(partition);
    if (total > 0 && start != null) {
      LOG.info(
          "{}: {} records restored in {} ms",
          partition,
          total,
          TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }
  }

  @Override
  public void onRestoreSuspended(TopicPartition partition, String store, long total) {
    since.remove(partition);
  }
}
