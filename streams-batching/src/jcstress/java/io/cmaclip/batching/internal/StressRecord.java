package io.cmaclip.batching.internal;

/**
 * A record whose content is in plain fields: it is seen by other threads only as far as the
 * hand-over itself publishes it.
 */
final class StressRecord extends InFlightRecord<Object, Object> {
  int answer;
  int more;

  /** Volatile, as the reference to an item in a batcher's queue is. */
  volatile Object kept;

  StressRecord(ByteBudget budget, long bytes) {
    super(0, null, budget, 0);
    reserve(bytes);
  }
}
