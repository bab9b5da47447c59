package io.cmaclip.lab.chaos;

import java.util.Map;

/**
 * A committed output record, as a reader saw it.
 *
 * @param number of the input that it answers; -1 when the header is missing
 * @param place where it stands in its partition, ascending
 * @param key null where it has none
 * @param value null for a deletion
 * @param headers those that say why a dead letter was put aside; empty otherwise
 */
record Sighting(
    OutputKind output,
    int number,
    int partition,
    long place,
    long timestamp,
    String key,
    byte[] value,
    Map<String, String> headers) {}
