package io.cmaclip.batching;

import io.cmaclip.batching.internal.ByteBudget;
import io.cmaclip.batching.internal.InFlightRecord;

/** A record in flight, with what it was received as. */
final class InFlightHandle<K, V, R> extends InFlightRecord<ReceivedRecord<K, V>, R>
    implements InFlight<R> {
  /** Objects around the bytes: record, queue entries, result. */
  private static final long OBJECT_BYTES = 2048;

  /** The record counts twice: as it came and decoded. */
  InFlightHandle(ReceivedRecord<K, V> received, ByteBudget budget) {
    super(received.offset(), received, budget, OBJECT_BYTES + 2 * received.sizeInBytes());
  }
}
