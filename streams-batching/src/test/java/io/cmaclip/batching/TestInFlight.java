package io.cmaclip.batching;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** A record in flight that counts its completions. */
final class TestInFlight implements InFlight<FakeFunction.Answer> {
  private final List<Runnable> atEnd = new ArrayList<>();
  private boolean discarded;
  volatile FakeFunction.Answer answer;
  volatile int answers;

  /** Creates entries with the items 0, 1, 2 and so on. */
  static List<TestInFlight> many(int count) {
    return IntStream.range(0, count).mapToObj(i -> new TestInFlight()).toList();
  }

  static List<BatchEntry<Integer, FakeFunction.Answer>> entries(List<TestInFlight> records) {
    return IntStream.range(0, records.size())
        .mapToObj(
            i ->
                BatchEntry.of(
                    records.get(i), i, Function.<FakeFunction.Answer>identity(), Priority.NORMAL))
        .toList();
  }

  synchronized void discard() {
    discarded = true;
    end();
  }

  boolean isAnswered() {
    return answer != null && answer.problem() == null;
  }

  boolean isRejected() {
    return answer != null && answer.problem() != null;
  }

  @Override
  public synchronized void complete(FakeFunction.Answer result) {
    answer = result;
    answers++;
    end();
  }

  @Override
  public synchronized boolean isDone() {
    return discarded || answer != null;
  }

  @Override
  public void reserve(long bytes) {}

  @Override
  public synchronized void onEnd(Runnable action) {
    if (isDone()) {
      action.run();
    } else {
      atEnd.add(action);
    }
  }

  private void end() {
    atEnd.forEach(Runnable::run);
    atEnd.clear();
  }
}
