package io.cmaclip.streams.batching;

/** A record in flight with nothing in it. */
final class TestRecord extends InFlightRecord {
  boolean forgotten;

  TestRecord(long offset, ByteBudget budget, long bytes) {
    super(offset, budget, bytes);
  }

  void finishNow() {
    finish();
  }

  void shrink(long bytes) {
    shrinkTo(bytes);
  }

  @Override
  protected void forget() {
    forgotten = true;
  }
}
