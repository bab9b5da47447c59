package io.cmaclip.streams.topology;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * Extracts the timestamp of a record. A missing or negative timestamp is replaced by the time of
 * arrival; otherwise Kafka Streams would drop the record or fail.
 */
public final class ArrivalTime implements TimestampExtractor {
  @Override
  public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
    return record.timestamp() >= 0 ? record.timestamp() : System.currentTimeMillis();
  }
}
