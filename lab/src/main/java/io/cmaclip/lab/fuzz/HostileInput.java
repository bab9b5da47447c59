package io.cmaclip.lab.fuzz;

/**
 * A record to send.
 *
 * @param key null for none
 * @param value null for a deletion
 * @param timestamp milliseconds, any; null = the time of sending
 */
record HostileInput(int number, Kind kind, byte[] key, byte[] value, Long timestamp) {}
