package io.cmaclip.batching.internal;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import java.time.Duration;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Mode;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Signal;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Threads add, take, return entries and close concurrently: no entry is lost or taken twice.
 * Outcomes that are not listed are forbidden. Each test has two threads, so two cores suffice.
 */
public class BatchQueueStress {
  private BatchQueueStress() {}

  private static BatchQueue<StressRecord> queue(int maxSize) {
    return new BatchQueue<>(maxSize, Duration.ofNanos(1), nanos -> {});
  }

  private static StressRecord record(int answer) {
    StressRecord record = new StressRecord(new ByteBudget(1), 0);
    record.answer = answer;
    return record;
  }

  private static int taken(BatchQueue<StressRecord> queue) {
    List<StressRecord> batch = taking(queue);
    return batch.isEmpty() ? 0 : batch.get(0).answer;
  }

  private static List<StressRecord> taking(BatchQueue<StressRecord> queue) {
    try {
      return queue.take(record -> false);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Takes the expected number of entries one by one and returns how many there were. */
  private static int rest(BatchQueue<StressRecord> queue) {
    int rest = 0;
    while (queue.size() > 0) {
      rest = 10 * rest + taken(queue);
    }
    return rest;
  }

  @State
  @JCStressTest
  @Outcome(
      id = {"1, 2", "2, 1"},
      expect = ACCEPTABLE,
      desc = "both, in either order")
  public static class TwoStreamThreadsAdd {
    private final BatchQueue<StressRecord> queue = queue(1);

    @Actor
    public void one() {
      queue.add(record(1));
    }

    @Actor
    public void other() {
      queue.add(record(2));
    }

    @Arbiter
    public void end(II_Result result) {
      result.r1 = queue.size() > 0 ? taken(queue) : 0;
      result.r2 = queue.size() > 0 ? taken(queue) : 0;
    }
  }

  @State
  @JCStressTest
  @Outcome(
      id = {"1, 2, 0", "2, 1, 0"},
      expect = ACCEPTABLE,
      desc = "one each")
  public static class TwoBatcherThreadsTake {
    private final BatchQueue<StressRecord> queue = queue(1);

    public TwoBatcherThreadsTake() {
      queue.add(record(1));
      queue.add(record(2));
    }

    @Actor
    public void one(III_Result result) {
      result.r1 = taken(queue);
    }

    @Actor
    public void other(III_Result result) {
      result.r2 = taken(queue);
    }

    @Arbiter
    public void end(III_Result result) {
      result.r3 = rest(queue);
    }
  }

  @State
  @JCStressTest
  @Outcome(id = "7, 0", expect = ACCEPTABLE, desc = "taken, with what was written before")
  public static class AddedWhileAThreadWaits {
    private final BatchQueue<StressRecord> queue = queue(1);

    @Actor
    public void add() {
      queue.add(record(7));
    }

    @Actor
    public void take(II_Result result) {
      result.r1 = taken(queue);
    }

    @Arbiter
    public void end(II_Result result) {
      result.r2 = rest(queue);
    }
  }

  @State
  @JCStressTest
  @Outcome(id = "12", expect = ACCEPTABLE, desc = "the returned entry is first")
  public static class PutBackWhileAnotherIsAdded {
    private final BatchQueue<StressRecord> queue = queue(1);
    private final StressRecord first = record(1);

    @Actor
    public void putBack() {
      queue.putBack(List.of(first));
    }

    @Actor
    public void add() {
      queue.add(record(2));
    }

    @Arbiter
    public void end(I_Result result) {
      result.r1 = rest(queue);
    }
  }

  @State
  @JCStressTest
  @Outcome(
      id = {"1, 2", "2, 1"},
      expect = ACCEPTABLE,
      desc = "either entry, and the other remains")
  public static class PutBackWhileAnotherThreadTakes {
    private final BatchQueue<StressRecord> queue = queue(1);
    private final StressRecord first = record(1);

    public PutBackWhileAnotherThreadTakes() {
      queue.add(record(2));
    }

    @Actor
    public void putBack() {
      queue.putBack(List.of(first));
    }

    @Actor
    public void take(II_Result result) {
      result.r1 = taken(queue);
    }

    @Arbiter
    public void end(II_Result result) {
      result.r2 = rest(queue);
    }
  }

  @State
  @JCStressTest
  @Outcome(id = "1, 2, 0", expect = ACCEPTABLE, desc = "taken before it was discarded")
  @Outcome(id = "2, 0, 0", expect = ACCEPTABLE, desc = "skipped")
  public static class DiscardedWhileAThreadTakes {
    private final BatchQueue<StressRecord> queue = queue(1);
    private final StressRecord first = record(1);

    public DiscardedWhileAThreadTakes() {
      queue.add(first);
      queue.add(record(2));
    }

    @Actor
    public void discard() {
      first.discard();
    }

    @Actor
    public void take(III_Result result) {
      result.r1 = taken(queue);
    }

    @Arbiter
    public void end(III_Result result) {
      result.r2 = queue.size() > 0 ? taken(queue) : 0;
      result.r3 = queue.size();
    }
  }

  @State
  @JCStressTest
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "taken before the end")
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "left in the queue")
  public static class ClosedWhileAThreadTakes {
    private final BatchQueue<StressRecord> queue = queue(1);

    public ClosedWhileAThreadTakes() {
      queue.add(record(1));
    }

    @Actor
    public void close() {
      queue.close();
    }

    @Actor
    public void take(II_Result result) {
      result.r1 = taken(queue);
    }

    @Arbiter
    public void end(II_Result result) {
      result.r2 = queue.size();
    }
  }

  @JCStressTest(Mode.Termination)
  @Outcome(id = "TERMINATED", expect = ACCEPTABLE, desc = "woken")
  @State
  public static class AWaitingThreadIsWokenByAnEntry {
    private final BatchQueue<StressRecord> queue = queue(1);

    @Actor
    public void take() {
      taking(queue);
    }

    @Signal
    public void add() {
      queue.add(record(1));
    }
  }

  @JCStressTest(Mode.Termination)
  @Outcome(id = "TERMINATED", expect = ACCEPTABLE, desc = "woken")
  @State
  public static class AWaitingThreadIsWokenByTheEnd {
    private final BatchQueue<StressRecord> queue = queue(1);

    @Actor
    public void take() {
      taking(queue);
    }

    @Signal
    public void close() {
      queue.close();
    }
  }
}
