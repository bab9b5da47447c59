package io.cmaclip.batching.internal;

/**
 * Decides which polls include partitions of low priority. After a poll with their records they are
 * left out of at least one poll, and for as long as the stream thread took to process those
 * records: low priority gets at most half of the thread's time. Owned by one stream thread, which
 * polls again when it has processed all records of the last poll.
 */
final class LowPriorityTurns {
  private boolean lowPolled;
  private long pollEnded;
  private long nextTurn = System.nanoTime();

  /** Whether the poll that begins now includes low priority. */
  boolean pollBegins() {
    long now = System.nanoTime();
    if (lowPolled) {
      nextTurn = now + (now - pollEnded);
      return false;
    }
    return now - nextTurn >= 0;
  }

  /** Call after each poll. */
  void pollEnds(boolean withLowRecords) {
    lowPolled = withLowRecords;
    pollEnded = System.nanoTime();
  }
}
