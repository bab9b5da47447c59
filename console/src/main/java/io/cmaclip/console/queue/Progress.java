package io.cmaclip.console.queue;

/**
 * State of the queue in this instance.
 *
 * @param counts accounts of the owned partitions
 * @param waiting items that wait now
 * @param free of them, items that no reviewer has open
 * @param oldest when the oldest of them came, milliseconds since 1970; 0 without one
 * @param partitions owned partitions
 */
public record Progress(QueueCounts counts, int waiting, int free, long oldest, int partitions) {}
