package io.cmaclip.batching.internal;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Mode;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Signal;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;
import org.openjdk.jcstress.infra.results.J_Result;
import org.openjdk.jcstress.infra.results.ZII_Result;
import org.openjdk.jcstress.infra.results.Z_Result;

/**
 * One thread completes, grows or shrinks a record while the stream thread reads or discards it:
 * published content is visible, and all bytes are released. Outcomes that are not listed are
 * forbidden.
 */
public class InFlightRecordStress {
  private InFlightRecordStress() {}

  @State
  @JCStressTest
  @Outcome(id = "true, 1, 2", expect = ACCEPTABLE, desc = "completed, with its result")
  @Outcome(id = "false, 0, 0", expect = ACCEPTABLE, desc = "not completed yet")
  public static class WhatWasWrittenBeforeFinishIsSeen {
    private final StressRecord record = new StressRecord(new ByteBudget(1), 1);

    @Actor
    public void batcher() {
      record.answer = 1;
      record.more = 2;
      record.complete(null);
    }

    @Actor
    public void stream(ZII_Result result) {
      if (record.finished() != null) {
        result.r1 = true;
        result.r2 = record.answer;
        result.r3 = record.more;
      }
    }
  }

  @JCStressTest(Mode.Termination)
  @Outcome(id = "TERMINATED", expect = ACCEPTABLE, desc = "seen")
  @State
  public static class FinishIsSeenInTheEnd {
    private final StressRecord record = new StressRecord(new ByteBudget(1), 1);

    @Actor
    public void stream() {
      while (record.finished() == null) {
        // Spins on the flag alone.
      }
    }

    @Signal
    public void batcher() {
      record.complete(null);
    }
  }

  @JCStressTest(Mode.Termination)
  @Outcome(id = "TERMINATED", expect = ACCEPTABLE, desc = "seen")
  @State
  public static class DiscardIsSeenInTheEnd {
    private final StressRecord record = new StressRecord(new ByteBudget(1), 1);

    @Actor
    public void batcher() {
      while (!record.isGone()) {
        // Spins on the flag alone.
      }
    }

    @Signal
    public void stream() {
      record.discard();
    }
  }

  /** Either the batcher sees the discard and drops the item, or the discard drops it. */
  @State
  @JCStressTest
  @Outcome(id = "false", expect = ACCEPTABLE, desc = "nothing is kept")
  public static class NothingIsKeptOfADiscardedRecord {
    private final StressRecord record = new StressRecord(new ByteBudget(1), 1);

    @Actor
    public void batcher() {
      record.kept = record;
      record.onEnd(() -> record.kept = null);
    }

    @Actor
    public void stream() {
      record.discard();
    }

    @Arbiter
    public void end(Z_Result result) {
      result.r1 = record.kept != null;
    }
  }

  @State
  @JCStressTest
  @Outcome(id = "0", expect = ACCEPTABLE, desc = "all bytes are released")
  public static class GrowsWhileItIsDiscarded {
    private final ByteBudget budget = new ByteBudget(100);
    private final StressRecord record = new StressRecord(budget, 5);

    @Actor
    public void preparer() {
      record.reserve(20);
    }

    @Actor
    public void stream() {
      record.discard();
    }

    @Arbiter
    public void end(J_Result result) {
      result.r1 = budget.usedBytes();
    }
  }

  @State
  @JCStressTest
  @Outcome(id = "0", expect = ACCEPTABLE, desc = "all bytes are released")
  public static class ShrinksWhileItIsDiscarded {
    private final ByteBudget budget = new ByteBudget(100);
    private final StressRecord record = new StressRecord(budget, 20);

    @Actor
    public void batcher() {
      record.reserve(3);
    }

    @Actor
    public void stream() {
      record.discard();
    }

    @Arbiter
    public void end(J_Result result) {
      result.r1 = budget.usedBytes();
    }
  }

  @State
  @JCStressTest
  @Outcome(
      id = {"3, 0", "20, 0"},
      expect = ACCEPTABLE,
      desc = "the later value wins")
  public static class GrowsWhileItShrinks {
    private final ByteBudget budget = new ByteBudget(100);
    private final StressRecord record = new StressRecord(budget, 5);

    @Actor
    public void one() {
      record.reserve(20);
    }

    @Actor
    public void other() {
      record.reserve(3);
    }

    @Arbiter
    public void end(JJ_Result result) {
      result.r1 = budget.usedBytes();
      record.release();
      result.r2 = budget.usedBytes();
    }
  }

  @State
  @JCStressTest
  @Outcome(id = "0, 50", expect = ACCEPTABLE, desc = "all bytes are released, the peak is recorded")
  public static class TwoRecordsShareABudget {
    private final ByteBudget budget = new ByteBudget(100);

    public TwoRecordsShareABudget() {
      new StressRecord(budget, 50).discard();
    }

    @Actor
    public void one() {
      new StressRecord(budget, 20).discard();
    }

    @Actor
    public void other() {
      new StressRecord(budget, 30).discard();
    }

    @Arbiter
    public void end(JJ_Result result) {
      result.r1 = budget.usedBytes();
      result.r2 = budget.peakBytes();
    }
  }
}
