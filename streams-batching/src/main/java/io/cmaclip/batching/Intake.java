package io.cmaclip.batching;

/**
 * Processes the records of one partition: each is submitted to a {@link Batcher} or completed
 * directly, on any thread. One instance exists per partition assignment; its methods are called by
 * the stream thread.
 *
 * @param <K> deserialized key
 * @param <V> deserialized value
 * @param <R> result of a record
 */
@FunctionalInterface
public interface Intake<K, V, R> extends AutoCloseable {
  /**
   * Accepts a record. Must not block, because the stream thread then processes nothing else. A
   * record that is never completed blocks commits of its partition.
   */
  void accept(ReceivedRecord<K, V> received, InFlight<R> inFlight);

  /** The partition was revoked; its records in flight are discarded. */
  @Override
  default void close() {}
}
