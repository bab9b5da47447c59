package io.cmaclip.streams.topology;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;

/**
 * A record ready to be sent.
 *
 * @param sink name of the sink in the topology
 */
public record OutputRecord(String sink, byte[] key, byte[] value, Headers headers, long timestamp) {
  /** In the form in which Kafka Streams forwards it; the headers are copied. */
  public Record<byte[], byte[]> toStreams() {
    return new Record<>(key, value, timestamp, headers);
  }
}
