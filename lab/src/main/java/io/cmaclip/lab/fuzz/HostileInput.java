package io.cmaclip.lab.fuzz;

/**
 * A fuzz input record.
 *
 * @param value null for a tombstone
 * @param timestamp any number of milliseconds; null for the send time
 */
record HostileInput(int number, Kind kind, byte[] key, byte[] value, Long timestamp) {}
