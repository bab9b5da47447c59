package io.cmaclip.batching;

/**
 * Brings the records of one partition to a result: each is submitted to a {@link Batcher} or
 * completed without one, now or later, by this thread or another. There is one for each time a
 * partition is assigned; its methods are called by the stream thread.
 *
 * @param <K> key as the source deserializes it
 * @param <V> value as the source deserializes it
 * @param <R> what a record is completed with
 */
@FunctionalInterface
public interface Intake<K, V, R> extends AutoCloseable {
  /**
   * Takes a record in. Must not wait: while it does, nothing of this thread's partitions moves. A
   * record that is never completed holds its partition for ever.
   */
  void accept(ReceivedRecord<K, V> received, InFlight<R> inFlight);

  /** The partition is given up; its records in flight have been discarded. */
  @Override
  default void close() {}
}
