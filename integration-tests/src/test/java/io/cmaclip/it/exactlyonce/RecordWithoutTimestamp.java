package io.cmaclip.it.exactlyonce;

import org.apache.kafka.clients.producer.ProducerRecord;

/** A record with the timestamp -1, which other clients write and the Java producer refuses. */
final class RecordWithoutTimestamp extends ProducerRecord<byte[], byte[]> {
  RecordWithoutTimestamp(String topic, byte[] key, byte[] value) {
    super(topic, key, value);
  }

  @Override
  public Long timestamp() {
    return -1L;
  }
}
