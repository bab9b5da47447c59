package io.cmaclip.batching;

/**
 * A record between its receipt and its outputs, as the code in between sees it. No commit passes it
 * until it is completed and its outputs are forwarded. One thread at a time works on a record; only
 * its discarding may come at any time. For any thread.
 *
 * @param <R> what a record is completed with, from which its outputs are made
 */
public interface InFlight<R> {
  /**
   * Ends the record with its result, which is forwarded by the stream thread once all records of
   * the partition before it have been. Nothing happens when the record was discarded.
   *
   * @throws IllegalStateException when it was completed before
   */
  void complete(R result);

  /**
   * Whether nobody waits for a result any more: it was completed, or discarded because its
   * partition was taken away or its transaction aborted, and comes again.
   */
  boolean isDone();

  /**
   * Sets how many bytes the record takes up now, besides itself. Zero at first, and again when it
   * is completed.
   */
  void reserve(long bytes);

  /**
   * Adds something to run once, when the record is completed or discarded, on the thread that does
   * so; at once when it is done already. It must neither wait nor throw.
   */
  void onEnd(Runnable action);
}
