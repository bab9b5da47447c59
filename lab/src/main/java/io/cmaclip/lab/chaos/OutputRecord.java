package io.cmaclip.lab.chaos;

import java.util.Map;

/**
 * A committed output record.
 *
 * @param number number of the answered input; -1 without the header
 * @param offset offset in the partition
 * @param value null for a tombstone
 * @param headers dead-letter headers; empty on other topics
 */
record OutputRecord(
    OutputKind kind,
    int number,
    int partition,
    long offset,
    long timestamp,
    String key,
    byte[] value,
    Map<String, String> headers) {}
