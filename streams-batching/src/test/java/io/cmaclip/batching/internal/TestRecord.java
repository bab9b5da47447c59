package io.cmaclip.batching.internal;

/** An empty record in flight. */
final class TestRecord extends InFlightRecord<String, String> {
  TestRecord(long offset, ByteBudget budget, long bytes) {
    super(offset, "content", budget, bytes);
  }
}
