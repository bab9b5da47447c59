package io.cmaclip.console.queue;

import io.cmaclip.events.ReviewDecision;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;

/** Writes the decisions of one partition. Thread-safe. */
interface DecisionLog extends AutoCloseable {
  /** A decision with its record key. */
  record Keyed(Bytes key, ReviewDecision decision) {}

  /** Opens the log of a partition. */
  interface Opener {
    DecisionLog open(int partition);
  }

  /**
   * Fences every former owner of the partition.
   *
   * @return the decisions that the queue has not read yet
   */
  List<Keyed> fence();

  /**
   * Writes decisions in one transaction.
   *
   * @throws RuntimeException if it is not known whether they were written; {@link #fence} tells
   */
  void write(Bytes key, List<ReviewDecision> decisions);

  @Override
  void close();
}
