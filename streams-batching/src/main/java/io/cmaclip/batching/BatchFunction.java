package io.cmaclip.batching;

import java.util.List;

/**
 * Computes the results of a batch, for example by one inference call. Each instance is used by one
 * thread, which also closes it.
 *
 * @param <T> an item: what the function reads of one record
 * @param <R> what it makes of an item
 */
@FunctionalInterface
public interface BatchFunction<T, R> extends AutoCloseable {
  /**
   * Computes one result for each item, in the order of the items.
   *
   * @param items at least one, at most {@link BatchSettings#maxSize}
   * @throws RuntimeException when it cannot: the batch is halved until the item that fails stands
   *     alone
   */
  List<R> apply(List<T> items);

  /**
   * Fails when the function itself is unhealthy, so that no item is to blame for a failed call. Run
   * before the first batch, before an item is rejected, and with growing pauses while it fails.
   *
   * @throws RuntimeException when unhealthy; items wait meanwhile
   */
  default void selfTest() {}

  /**
   * The result of an item that fails alone, twice, while the self-test passes: a dead letter, say.
   * The default throws, which ends the thread and calls the {@link FatalHandler}: no record is
   * skipped unless the function says so.
   */
  default R rejected(T item, RuntimeException cause) {
    throw cause;
  }

  /** Whether this item must be the only one of its batch. Asked when a batch is taken. */
  default boolean runsAlone(T item) {
    return false;
  }

  @Override
  default void close() {}
}
