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
   * Fences every other writer of the partition. A writer that fences again, because it was fenced
   * itself, learns here what the others decided meanwhile.
   *
   * @return the decisions that this queue has not read yet: after its committed offset, then after
   *     {@link #read}
   */
  List<Keyed> fence();

  /** Tells that this queue has read the decisions before {@code next}. */
  void read(long next);

  /**
   * Writes decisions in one transaction.
   *
   * @throws RuntimeException if it is not known whether they were written; {@link #fence} tells
   */
  void write(Bytes key, List<ReviewDecision> decisions);

  @Override
  void close();
}
