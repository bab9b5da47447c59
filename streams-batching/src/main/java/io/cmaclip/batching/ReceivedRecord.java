package io.cmaclip.batching;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;

/**
 * A record as it came. Arrays and headers are shared, and never written.
 *
 * @param key null when it has none
 * @param value null for a deletion
 * @param timestamp milliseconds since 1970-01-01 UTC
 */
public record ReceivedRecord<K, V>(
    K key, V value, Headers headers, long timestamp, TopicPartition partition, long offset) {
  /** Key and value in bytes: byte arrays and texts are counted, other objects are not. */
  public long sizeInBytes() {
    return size(key) + size(value);
  }

  /** Topic, partition and offset, for logs. */
  public String place() {
    return partition + "@" + offset;
  }

  /** An output with another value, and the key, timestamp and headers of this record. */
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
