package io.cmaclip.console.queue;

/**
 * State of the queue in this instance.
 *
 * @param counts accounts of the owned partitions
 * @param waiting items that wait now
 * @param oldest when the oldest of them came, milliseconds since 1970; 0 without one
 * @param partitions owned partitions
 */
public record Progress(QueueCounts counts, int waiting, long oldest, int partitions) {}
