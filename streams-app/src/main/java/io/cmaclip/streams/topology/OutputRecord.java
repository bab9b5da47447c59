package io.cmaclip.streams.topology;

import org.apache.kafka.streams.processor.api.Record;

/**
 * A record ready to be sent.
 *
 * @param sink name of the sink in the topology
 */
record OutputRecord(String sink, Record<byte[], byte[]> record) {}
