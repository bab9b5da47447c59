package io.cmaclip.streams.samples;

import io.cmaclip.batching.ReceivedRecord;

/**
 * A sample event.
 *
 * @param line line in the file, from 1
 * @param value the parsed value; null for a tombstone
 * @param received the event as a record
 */
record Sample(long line, Object value, ReceivedRecord<byte[], byte[]> received) {}
