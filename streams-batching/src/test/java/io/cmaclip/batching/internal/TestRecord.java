package io.cmaclip.batching.internal;

/** A record in flight with nothing in it. */
final class TestRecord extends InFlightRecord<String, String> {
  TestRecord(long offset, ByteBudget budget, long bytes) {
    super(offset, "content", budget, bytes);
  }
}
