package io.cmaclip.batching.internal;

/** A record with plain fields, which other threads see only if the hand-over publishes them. */
final class StressRecord extends InFlightRecord<Object, Object> {
  int answer;
  int more;

  /** Volatile, like the reference to an item in a batcher's queue. */
  volatile Object kept;

  StressRecord(ByteBudget budget, long bytes) {
    super(0, null, budget, 0);
    reserve(bytes);
  }
}
