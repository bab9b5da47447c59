package io.cmaclip.console.queue;

/** A partition of this instance: its items and the writer of its decisions. */
record OwnedPartition(PartitionQueue queue, DecisionLog log) {}
