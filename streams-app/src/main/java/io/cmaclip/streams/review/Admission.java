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
 * not be random, and {@code REQUESTED}; the rest pays for both. A listing that went to review
 * lately is admitted again and nothing pays, since its new item takes the place of the former one
 * in the queue; with {@code HUMAN_LABEL_STALE} the former one was decided, and the listing
 * competes. The priority of a listing that resembles a recent item is lowered, except for {@code
 * AUDIT} and {@code REQUESTED} ({@link RecentItems}). A function of the listings and their times
 * alone. Not thread-safe.
 */
public final class Admission {
  private static final int VERSION = 1;
  private static final int RECENT_ITEMS = 512;

  private final ListingRate rate;
  private final QuantileFilter rest;
  private final Map<ReviewCode, QuantileFilter> reserved;
  private final RecentItems recent;
  private boolean isNewItem;

  /** Before the first listing. */
  public Admission() {
    this(
        new ListingRate(),
        new QuantileFilter(),
        new EnumMap<>(ReviewCode.class),
        new RecentItems(RECENT_ITEMS));
  }

  private Admission(
      ListingRate rate,
      QuantileFilter rest,
      Map<ReviewCode, QuantileFilter> reserved,
      RecentItems recent) {
    this.rate = rate;
    this.rest = rest;
    this.reserved = reserved;
    this.recent = recent;
  }

  /**
   * Whether a listing goes to review. Call once for each answered listing, doubtful or not.
   *
   * @param given the review without novelty in its priority
   * @param key of the listing
   * @param budget of this partition
   * @return the review with its final priority, held if it is not admitted
   */
  public Review admit(Review given, byte[] key, ReviewBudget budget, Instant now) {
    boolean isExempt = isExempt(given);
    Review review = isExempt ? given : given.worth(recent.novelty(key, given.sketch()));
    boolean isFree = isExempt || (recent.contains(key) && !given.has(ReviewCode.HUMAN_LABEL_STALE));
    boolean isAdmitted = passes(review, isFree, budget, now);
    isNewItem = isAdmitted && review.isWanted();
    if (isNewItem) {
      recent.add(key, review.sketch());
    }
    return isAdmitted || !review.isWanted() ? review : review.held();
  }

  /**
   * Whether the filters admit the listing.
   *
   * @param isFree whether it is admitted in any case
   */
  private boolean passes(Review review, boolean isFree, ReviewBudget budget, Instant now) {
    rate.add(now.toEpochMilli());
    double share = rate.share(budget.perHour());
    double free = share * budget.free();
    boolean isAdmitted = isFree;
    for (Map.Entry<ReviewCode, Double> part : budget.reserved().entrySet()) {
      QuantileFilter filter = reserved.computeIfAbsent(part.getKey(), code -> new QuantileFilter());
      double earned = share * part.getValue();
      free += filter.earn(earned);
      boolean isCandidate = !isAdmitted && review.has(part.getKey());
      isAdmitted |= filter.admits(isCandidate ? review.priority() : 0, earned);
    }
    rest.earn(free);
    if (isExempt(review)) {
      rest.pay();
    }
    boolean isCandidate = review.isWanted() && !isAdmitted;
    boolean isOfTheBest = rest.admits(isCandidate ? review.priority() : 0, free);
    return isAdmitted || isOfTheBest;
  }

  private static boolean isExempt(Review review) {
    return review.has(ReviewCode.AUDIT) || review.has(ReviewCode.REQUESTED);
  }

  /** Whether the last listing went to review, which changes {@link #encodeRecent}. */
  public boolean isNewItem() {
    return isNewItem;
  }

  /** The listings that went to review lately. */
  public byte[] encodeRecent() {
    return recent.encode();
  }

  /** The other state, which changes with every listing. */
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
   * @param bytes of {@link #encode}; null for the state before the first listing; so is one of
   *     another version, because it is soon learnt again
   * @param recent of {@link #encodeRecent}; null for none
   */
  public static Admission decode(byte[] bytes, byte[] recent) {
    RecentItems items = RecentItems.decode(recent, RECENT_ITEMS);
    if (bytes == null || bytes.length == 0 || bytes[0] != VERSION) {
      return new Admission(
          new ListingRate(), new QuantileFilter(), new EnumMap<>(ReviewCode.class), items);
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      in.readByte();
      ListingRate rate = ListingRate.read(in);
      QuantileFilter rest = QuantileFilter.read(in);
      Map<ReviewCode, QuantileFilter> reserved = new EnumMap<>(ReviewCode.class);
      for (int left = in.readInt(); left > 0; left--) {
        reserved.put(ReviewCode.valueOf(in.readUTF()), QuantileFilter.read(in));
      }
      return new Admission(rate, rest, reserved, items);
    } catch (IOException e) {
      throw new UncheckedIOException("the state of the review budget is damaged", e);
    }
  }
}
