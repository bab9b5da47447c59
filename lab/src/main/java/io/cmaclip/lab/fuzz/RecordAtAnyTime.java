package io.cmaclip.lab.fuzz;

import org.apache.kafka.clients.producer.ProducerRecord;

/** A record with a negative time, too, which other clients write and Java's refuses to take. */
final class RecordAtAnyTime extends ProducerRecord<byte[], byte[]> {
  private final Long time;

  /**
   * @param time milliseconds; null = the time of sending
   */
  RecordAtAnyTime(String topic, byte[] key, byte[] value, Long time) {
    super(topic, key, value);
    this.time = time;
  }

  @Override
  public Long timestamp() {
    return time;
  }
}
