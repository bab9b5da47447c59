/**
 * The review queue: which listings wait for a person, who works on which, and what was decided. It
 * knows Kafka and no HTTP. Kafka Streams assigns the partitions; the owner of a partition alone
 * gives leases on its items and writes their decisions.
 */
package io.cmaclip.console.queue;
