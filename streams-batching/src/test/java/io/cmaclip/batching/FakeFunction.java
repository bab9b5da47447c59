package io.cmaclip.batching;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Doubles numbers, and fails, stalls or becomes unhealthy on demand. Switches are thread-safe. */
final class FakeFunction implements BatchFunction<Integer, FakeFunction.Answer> {
  /** Twice the item, or the reason of its rejection. */
  record Answer(Integer twice, RuntimeException problem) {}

  /** Sizes of all batches, including failed ones. */
  final List<Integer> batches = new CopyOnWriteArrayList<>();

  private volatile Consumer<List<Integer>> before = batch -> {};
  private volatile boolean unhealthy;
  private volatile boolean answersOneTooFew;
  private volatile boolean closed;

  /** Sets an action that runs at the start of each call; may throw or block. */
  FakeFunction before(Consumer<List<Integer>> action) {
    before = action;
    return this;
  }

  /** Makes each call and self-test throw. */
  void setUnhealthy(boolean now) {
    unhealthy = now;
  }

  /** Minimum duration of a batch of two or more items. */
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
