package io.cmaclip.batching;

import org.apache.kafka.streams.processor.api.ProcessorContext;

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
   * Called once before the first record. Gives access to the state stores of the task; only the
   * stream thread may use them.
   */
  default void init(ProcessorContext<?, ?> context) {}

  /**
   * Accepts a record. Must not block, because the stream thread then processes nothing else. A
   * record that is never completed blocks commits of its partition.
   */
  void accept(ReceivedRecord<K, V> received, InFlight<R> inFlight);

  /** All outputs of this record are forwarded; earlier records of the partition came before. */
  default void forwarded(ReceivedRecord<K, V> received) {}

  /**
   * Whether the {@link BatchingObserver} counts its records. False for a topic of control records,
   * whose number and times would distort the figures.
   */
  default boolean isObserved() {
    return true;
  }

  /** The partition was revoked; its records in flight are discarded. */
  @Override
  default void close() {}
}
