package io.cmaclip.lab.bench;

import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;

/**
 * Time and records of the restore of all stores of an instance: from the start of the first restore
 * to the end of the last. Called by restore threads; thread-safe.
 */
final class RestoreClock implements StateRestoreListener {
  private final Set<TopicPartition> restoring = new HashSet<>();
  private long firstNanos = Long.MAX_VALUE;
  private long lastNanos;
  private long records;

  @Override
  public synchronized void onRestoreStart(
      TopicPartition partition, String store, long start, long end) {
    restoring.add(partition);
    firstNanos = Math.min(firstNanos, System.nanoTime());
  }

  @Override
  public synchronized void onBatchRestored(
      TopicPartition partition, String store, long end, long count) {
    records += count;
  }

  @Override
  public synchronized void onRestoreEnd(TopicPartition partition, String store, long total) {
    restoring.remove(partition);
    lastNanos = System.nanoTime();
  }

  @Override
  public synchronized void onRestoreSuspended(TopicPartition partition, String store, long total) {
    restoring.remove(partition);
  }

  /** Records restored so far. */
  synchronized long records() {
    return records;
  }

  /** Seconds of the restore; 0 before its end and without one. */
  synchronized double seconds() {
    return restoring.isEmpty() && lastNanos > firstNanos ? (lastNanos - firstNanos) / 1e9 : 0;
  }
}
