package io.cmaclip.streams.topology;

import org.apache.kafka.streams.processor.api.Record;

/**
 * An output record.
 *
 * @param sink name of its sink in the topology
 */
record OutputRecord(String sink, Record<byte[], byte[]> record) {}
