package io.cmaclip.batching;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the batch function; on failure halves the batch until the failing item is alone. An item
 * that fails in every call costs at most 2 log2 n + 1 calls beyond the first call of its batch of
 * n, including its two calls alone. Before an item is rejected, the function must pass its
 * self-test, which is not counted. Owned by one batcher thread.
 */
final class BisectingCall<T, R> {
  private static final Logger LOG = LoggerFactory.getLogger(BisectingCall.class);

  private final BatchFunction<T, R> function;
  private final BatchingObserver observer;

  BisectingCall(BatchFunction<T, R> function, BatchingObserver observer) {
    this.function = function;
    this.observer = observer;
  }

  /**
   * Completes or rejects every entry of the batch.
   *
   * @throws UnhealthyException when the self-test fails; entries that are not done must be retried
   */
  void complete(List<BatchEntry<T, R>> batch) throws UnhealthyException {
    List<BatchEntry<T, R>> wanted = wanted(batch);
    if (!wanted.isEmpty()) {
      allCompleted(wanted);
    }
  }

  /** Returns whether one call was sufficient. */
  private boolean allCompleted(List<BatchEntry<T, R>> entries) throws UnhealthyException {
    RuntimeException failure = call(entries);
    if (failure == null) {
      return true;
    }
    if (entries.size() == 1) {
      reject(entries.get(0));
    } else {
      LOG.debug("a batch of {} items failed and is halved", entries.size(), failure);
      halve(entries);
    }
    return false;
  }

  /**
   * When the first half succeeds, the second half contains the failing item and is not called as a
   * whole.
   */
  private void halve(List<BatchEntry<T, R>> failing) throws UnhealthyException {
    int half = failing.size() / 2;
    List<BatchEntry<T, R>> first = wanted(failing.subList(0, half));
    List<BatchEntry<T, R>> second = failing.subList(half, failing.size());
    boolean firstSucceeds = first.isEmpty() || allCompleted(first);
    List<BatchEntry<T, R>> rest = wanted(second);
    if (firstSucceeds && rest.size() > 1) {
      halve(rest);
    } else if (!rest.isEmpty()) {
      allCompleted(rest);
    }
  }

  private void reject(BatchEntry<T, R> entry) throws UnhealthyException {
    try {
      function.selfTest();
    } catch (RuntimeException unhealthy) {
      throw new UnhealthyException(unhealthy);
    }
    T item = entry.item();
    RuntimeException again = call(List.of(entry));
    if (again != null) {
      entry.complete(function.rejected(item, again));
    }
  }

  /** Calls the function and completes the entries; returns the exception of the call, or null. */
  private RuntimeException call(List<BatchEntry<T, R>> entries) {
    List<T> items = new ArrayList<>(entries.size());
    List<BatchEntry<T, R>> called = new ArrayList<>(entries.size());
    for (BatchEntry<T, R> entry : entries) {
      T item = entry.item();
      if (item != null) {
        items.add(item);
        called.add(entry);
      }
    }
    if (items.isEmpty()) {
      return null;
    }
    List<R> results;
    try {
      results = results(items);
    } catch (RuntimeException failure) {
      return failure;
    }
    for (int i = 0; i < called.size(); i++) {
      called.get(i).complete(results.get(i));
    }
    return null;
  }

  private List<R> results(List<T> items) {
    long start = System.nanoTime();
    List<R> results = function.apply(items);
    observer.applied(items.size(), System.nanoTime() - start);
    if (results.size() != items.size()) {
      throw new IllegalStateException(
          "the batch function returned "
              + results.size()
              + " results for "
              + items.size()
              + " items");
    }
    return results;
  }

  private static <T, R> List<BatchEntry<T, R>> wanted(List<BatchEntry<T, R>> batch) {
    List<BatchEntry<T, R>> wanted = new ArrayList<>(batch.size());
    for (BatchEntry<T, R> entry : batch) {
      if (!entry.isDone()) {
        wanted.add(entry);
      }
    }
    return wanted;
  }
}
