package io.cmaclip.batching;

import java.util.List;

/**
 * Computes the results of a batch, for example with one inference call. Each instance is used and
 * closed by one thread.
 *
 * @param <T> item, the input for one record
 * @param <R> result of an item
 */
@FunctionalInterface
public interface BatchFunction<T, R> extends AutoCloseable {
  /**
   * Computes one result per item, in the order of the items.
   *
   * @param items at least one, at most {@link BatchSettings#maxSize}
   * @throws RuntimeException when the call fails; the batch is then halved until the failing item
   *     is alone
   */
  List<R> apply(List<T> items);

  /**
   * Checks that the function itself is healthy. Runs before the first batch, before an item is
   * rejected, and with back-off while it fails.
   *
   * @throws RuntimeException when unhealthy; items wait until it succeeds
   */
  default void selfTest() {}

  /**
   * Returns the result of an item that failed twice alone while the self-test passed, for example a
   * dead letter. By default throws, which ends the thread and calls the {@link FatalHandler}, so
   * that no record is skipped silently.
   */
  default R rejected(T item, RuntimeException cause) {
    throw cause;
  }

  /** Whether this item must be the only one of its batch. Called when a batch is taken. */
  default boolean runsAlone(T item) {
    return false;
  }

  @Override
  default void close() {}
}
