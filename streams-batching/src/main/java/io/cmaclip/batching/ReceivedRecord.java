package io.cmaclip.batching;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;

/**
 * A received record. Arrays and headers are shared and must not be modified.
 *
 * @param key null without a key
 * @param value null for a tombstone
 * @param timestamp milliseconds since 1970-01-01 UTC
 */
public record ReceivedRecord<K, V>(
    K key, V value, Headers headers, long timestamp, TopicPartition partition, long offset) {
  /** Size of key and value in bytes; only byte arrays and texts are counted. */
  public long sizeInBytes() {
    return size(key) + size(value);
  }

  /** Topic, partition and offset, for logs. */
  public String place() {
    return partition + "@" + offset;
  }

  /** Creates an output with another value and the key, timestamp and headers of this record. */
  public <W> Record<K, W> withValue(W other) {
    return new Record<>(key, other, timestamp, headers);
  }

  private static long size(Object object) {
    if (object instanceof byte[] bytes) {
      return bytes.length;
    }
    return object instanceof CharSequence text ? 2L * text.length() : 0;
  }
}
