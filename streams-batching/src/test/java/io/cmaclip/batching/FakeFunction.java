package io.cmaclip.batching;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Doubles numbers, and fails, stalls or falls ill as a test wants. Switches may be set by any
 * thread.
 */
final class FakeFunction implements BatchFunction<Integer, FakeFunction.Answer> {
  /** Twice the item, or why it was rejected. */
  record Answer(Integer twice, RuntimeException problem) {}

  /** Sizes of the batches that were tried, whether they succeeded or not. */
  final List<Integer> batches = new CopyOnWriteArrayList<>();

  private volatile Consumer<List<Integer>> before = batch -> {};
  private volatile boolean unhealthy;
  private volatile boolean answersOneTooFew;
  private volatile boolean closed;

  /** Runs at the start of each call; may throw or wait. */
  FakeFunction before(Consumer<List<Integer>> action) {
    before = action;
    return this;
  }

  /** Each call and each self-test throws. */
  void setUnhealthy(boolean now) {
    unhealthy = now;
  }

  /** Of every batch of two or more. */
  FakeFunction answersOneTooFew() {
    answersOneTooFew = true;
    return this;
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public List<Answer> apply(List<Integer> items) {
    batches.add(items.size());
    if (items.isEmpty()) {
      throw new IllegalArgumentException("the batch is empty");
    }
    before.accept(items);
    if (unhealthy) {
      throw new IllegalStateException("unhealthy");
    }
    List<Answer> answers = items.stream().map(item -> new Answer(2 * item, null)).toList();
    return answersOneTooFew && answers.size() > 1 ? answers.subList(1, answers.size()) : answers;
  }

  @Override
  public void selfTest() {
    if (unhealthy) {
      throw new IllegalStateException("2 times 2 is 5");
    }
  }

  @Override
  public Answer rejected(Integer item, RuntimeException cause) {
    return new Answer(null, cause);
  }

  @Override
  public boolean runsAlone(Integer item) {
    return item < 0;
  }

  @Override
  public void close() {
    closed = true;
  }
}
