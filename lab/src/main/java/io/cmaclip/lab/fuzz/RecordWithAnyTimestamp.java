package io.cmaclip.lab.fuzz;

import org.apache.kafka.clients.producer.ProducerRecord;

/** A producer record with any timestamp; Java's own class rejects negative ones. */
final class RecordWithAnyTimestamp extends ProducerRecord<byte[], byte[]> {
  private final Long time;

  /** {@code time} is in milliseconds; null for the send time. */
  RecordWithAnyTimestamp(String topic, byte[] key, byte[] value, Long time) {
    super(topic, key, value);
    this.time = time;
  }

  @Override
  public Long timestamp() {
    return time;
  }
}
