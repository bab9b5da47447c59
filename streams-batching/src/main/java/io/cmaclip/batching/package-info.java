/**
 * Exactly-once asynchronous micro-batching for Kafka Streams: records of all tasks and partitions
 * share the calls of one batch function, results are forwarded in the order received, and no commit
 * covers a record in flight.
 *
 * <p>Start with {@link io.cmaclip.batching.BatchFunction}, {@link io.cmaclip.batching.Batcher} and
 * {@link io.cmaclip.batching.StreamsBatching}.
 */
package io.cmaclip.batching;
