package io.cmaclip.batching;

import io.cmaclip.batching.internal.ByteBudget;
import io.cmaclip.batching.internal.InFlightRecord;

/** A record in flight with its received content. */
final class InFlightHandle<K, V, R> extends InFlightRecord<ReceivedRecord<K, V>, R>
    implements InFlight<R> {
  /** Overhead of objects per record: record, queue entries, result. */
  private static final long OBJECT_BYTES = 2048;

  /** Counts the record twice: raw and decoded. */
  InFlightHandle(ReceivedRecord<K, V> received, ByteBudget budget) {
    super(received.offset(), received, budget, OBJECT_BYTES + 2 * received.sizeInBytes());
  }
}
