package io.cmaclip.streams.topology;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * The earliest time. A task processes its buffered record with the earliest time first, so a
 * decision does not wait behind a backlog of listings.
 */
public final class FirstInTask implements TimestampExtractor {
  @Override
  public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
    return 0;
  }
}
