package io.cmaclip.streams.records;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;

/**
 * A record as it came. Arrays and headers are shared, and never written.
 *
 * @param key null when it has none
 * @param value null for a deletion
 * @param timestamp milliseconds since 1970-01-01 UTC, 0 or more
 */
public record ReceivedRecord(
    byte[] key,
    byte[] value,
    Headers headers,
    long timestamp,
    TopicPartition partition,
    long offset) {
  /** Key and value, in bytes. */
  public long sizeInBytes() {
    return (key == null ? 0L : key.length) + (value == null ? 0L : value.length);
  }
}
