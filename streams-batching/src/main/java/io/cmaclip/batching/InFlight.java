package io.cmaclip.batching;

/**
 * A record between receipt and outputs. No commit covers it until it is completed and its outputs
 * are forwarded. Thread-safe, but only one thread at a time may process a record; it may be
 * discarded at any time.
 *
 * @param <R> result of the record, from which its outputs are created
 */
public interface InFlight<R> {
  /**
   * Completes the record. The stream thread forwards the result after those of all earlier records
   * of the partition. Ignored when the record was discarded.
   *
   * @throws IllegalStateException when the record is already completed
   */
  void complete(R result);

  /**
   * Whether the record is completed or discarded. A record is discarded when its partition is
   * revoked or its transaction aborted; it is then received again.
   */
  boolean isDone();

  /**
   * Sets the bytes that processing of the record uses, besides the record itself. Zero initially
   * and after completion.
   */
  void reserve(long bytes);

  /**
   * Registers an action that runs once on completion or discard, on the completing thread;
   * immediately when the record is done. It must neither block nor throw.
   */
  void onEnd(Runnable action);
}
