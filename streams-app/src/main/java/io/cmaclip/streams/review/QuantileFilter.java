package io.cmaclip.streams.review;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * Admits the candidates with the highest priorities, so many that the admitted share of a stream
 * follows a given share whatever the priorities do: a balanced incremental quantile filter. A
 * candidate is admitted if its rank among the last {@value #WINDOW} listings, 0 (highest) to 1, is
 * below the share plus a term for balance. That term grows with the credit, which is what the share
 * has allowed so far less what was admitted. Only ranks count, so the scale of the priorities does
 * not matter. Not thread-safe.
 */
final class QuantileFilter {
  /** Small, so that a jump of all priorities is over after few listings. */
  static final int WINDOW = 40;

  /** Credit that moves the admitted rank from 0 to 1. Larger: better selection, looser balance. */
  private static final double TOLERANCE = 4;

  /** More credit is not kept, or a time without candidates would be followed by a flood. */
  private static final double MAX_CREDIT = 2;

  private final float[] last = new float[WINDOW];
  private int size;
  private int next;
  private double credit;

  /**
   * A listing has come.
   *
   * @param share of the listings to admit, 0 to 1
   * @return credit above the limit, which is lost here
   */
  double earn(double share) {
    double sum = credit + share;
    credit = Math.min(sum, MAX_CREDIT);
    return sum - credit;
  }

  /**
   * Whether to admit the listing. Pays for it if so.
   *
   * @param priority of a candidate, above 0; 0 for a listing that is none
   * @param share that was earned for the listing
   */
  boolean admits(double priority, double share) {
    float candidate = (float) priority;
    boolean isAdmitted = candidate > 0 && rank(candidate) < share + credit / TOLERANCE;
    last[next] = candidate;
    next = (next + 1) % WINDOW;
    size = Math.min(size + 1, WINDOW);
    if (isAdmitted) {
      pay();
    }
    return isAdmitted;
  }

  /** A listing is admitted without being asked for. */
  void pay() {
    credit = Math.max(credit - 1, -TOLERANCE);
  }

  /** Share of the window with a higher priority; of equal ones, half count as higher. */
  private double rank(float candidate) {
    double higher = 0.5;
    for (int i = 0; i < size; i++) {
      if (last[i] > candidate) {
        higher += 1;
      } else if (last[i] == candidate) {
        higher += 0.5;
      }
    }
    return higher / (size + 1);
  }

  void write(DataOutputStream out) throws IOException {
    out.writeDouble(credit);
    out.writeInt(size);
    for (int i = 0; i < size; i++) {
      out.writeFloat(last[(next - size + i + WINDOW) % WINDOW]);
    }
  }

  /** Reads what {@link #write} wrote, also with a window of another length. */
  static QuantileFilter read(DataInputStream in) throws IOException {
    QuantileFilter filter = new QuantileFilter();
    filter.credit = in.readDouble();
    for (int left = in.readInt(); left > 0; left--) {
      filter.last[filter.next] = in.readFloat();
      filter.next = (filter.next + 1) % WINDOW;
      filter.size = Math.min(filter.size + 1, WINDOW);
    }
    return filter;
  }
}
