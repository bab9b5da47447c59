package io.cmaclip.streams.review;

import io.cmaclip.model.review.ReviewCode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/**
 * Decides which doubtful listings of one partition go to review, within a {@link ReviewBudget}. The
 * budget per hour and the measured rate of the listings give the share to admit; a {@link
 * QuantileFilter} admits it, one for each reason with a reserved share and one for the rest. What a
 * reason does not use is free for the rest. {@code AUDIT} is always admitted, or the sample would
 * not be random, and the rest pays for it. A function of the listings and their times alone. Not
 * thread-safe.
 */
public final class Admission {
  private static final int VERSION = 1;

  private final ListingRate rate;
  private final QuantileFilter rest;
  private final Map<ReviewCode, QuantileFilter> reserved;

  /** Before the first listing. */
  public Admission() {
    this(new ListingRate(), new QuantileFilter(), new EnumMap<>(ReviewCode.class));
  }

  private Admission(
      ListingRate rate, QuantileFilter rest, Map<ReviewCode, QuantileFilter> reserved) {
    this.rate = rate;
    this.rest = rest;
    this.reserved = reserved;
  }

  /**
   * Whether a listing goes to review. Call once for each answered listing, doubtful or not.
   *
   * @param budget of this partition
   * @return the review, held if it is not admitted
   */
  public Review admit(Review review, ReviewBudget budget, Instant now) {
    rate.add(now.toEpochMilli());
    double share = rate.share(budget.perHour());
    double free = share * budget.free();
    boolean isAdmitted = false;
    for (Map.Entry<ReviewCode, Double> part : budget.reserved().entrySet()) {
      QuantileFilter filter = reserved.computeIfAbsent(part.getKey(), code -> new QuantileFilter());
      double earned = share * part.getValue();
      free += filter.earn(earned);
      boolean isCandidate = !isAdmitted && review.has(part.getKey());
      isAdmitted |= filter.admits(isCandidate ? review.priority() : 0, earned);
    }
    rest.earn(free);
    boolean isAudit = review.has(ReviewCode.AUDIT);
    if (isAudit) {
      rest.pay();
    }
    boolean isCandidate = review.isWanted() && !isAdmitted && !isAudit;
    isAdmitted |= rest.admits(isCandidate ? review.priority() : 0, free);
    return isAdmitted || isAudit || !review.isWanted() ? review : review.held();
  }

  /** The state, to go on after a restart. */
  public byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      rate.write(out);
      rest.write(out);
      out.writeInt(reserved.size());
      for (Map.Entry<ReviewCode, QuantileFilter> filter : reserved.entrySet()) {
        out.writeUTF(filter.getKey().name());
        filter.getValue().write(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads a state.
   *
   * @param bytes null for the state before the first listing; so is one of another version, because
   *     it is soon learnt again
   */
  public static Admission decode(byte[] bytes) {
    if (bytes == null || bytes.length == 0 || bytes[0] != VERSION) {
      return new Admission();
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      in.readByte();
      ListingRate rate = ListingRate.read(in);
      QuantileFilter rest = QuantileFilter.read(in);
      Map<ReviewCode, QuantileFilter> reserved = new EnumMap<>(ReviewCode.class);
      for (int left = in.readInt(); left > 0; left--) {
        reserved.put(ReviewCode.valueOf(in.readUTF()), QuantileFilter.read(in));
      }
      return new Admission(rate, rest, reserved);
    } catch (IOException e) {
      throw new UncheckedIOException("the state of the review budget is damaged", e);
    }
  }
}
