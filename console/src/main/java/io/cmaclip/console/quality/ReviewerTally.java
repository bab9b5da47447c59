package io.cmaclip.console.quality;

import java.util.ArrayList;
import java.util.List;

/**
 * How a reviewer decides. Immutable.
 *
 * @param items decided items
 * @param millis time on screen of these items
 * @param shown decisions about a task whose proposal was shown
 * @param shownSame those that chose the proposal
 * @param hidden decisions about a task whose proposal was hidden
 * @param hiddenSame those that chose the proposal
 * @param compared decisions that were compared with those of others
 * @param agreed those that are equal
 * @param checks the last of them with a hidden or wrong proposal, oldest first, see {@link #check}
 */
public record ReviewerTally(
    long items,
    long millis,
    long shown,
    long shownSame,
    long hidden,
    long hiddenSame,
    long compared,
    long agreed,
    List<Long> checks) {
  static final ReviewerTally NONE = new ReviewerTally(0, 0, 0, 0, 0, 0, 0, 0, List.of());

  /** Comparisons that are kept for each partition. */
  static final int MOST_CHECKS = 200;

  public ReviewerTally {
    checks = List.copyOf(checks);
  }

  /** A comparison as a number: milliseconds since 1970, then one bit for whether it was equal. */
  static long check(long at, boolean isEqual) {
    return at << 1 | (isEqual ? 1 : 0);
  }

  static boolean isEqual(long check) {
    return (check & 1) == 1;
  }

  /**
   * Adds or takes away a decision.
   *
   * @param sign 1 or -1
   * @param isFirst whether it is the only one of its item
   */
  ReviewerTally with(MadeDecision decision, int sign, boolean isFirst) {
    boolean isCounted = !decision.isFlag() && decision.shown().proposal() != null;
    int visible = isCounted && !decision.shown().isHidden() ? sign : 0;
    int blind = isCounted && decision.shown().isHidden() ? sign : 0;
    long same = decision.isProposal() ? 1 : 0;
    return new ReviewerTally(
        items + (isFirst ? sign : 0),
        millis + (isFirst ? sign * decision.shown().millis() : 0),
        shown + visible,
        shownSame + visible * same,
        hidden + blind,
        hiddenSame + blind * same,
        compared,
        agreed,
        checks);
  }

  /**
   * Adds a comparison.
   *
   * @param isTelling whether the proposal was hidden or wrong
   */
  ReviewerTally with(long at, boolean isEqual, boolean isTelling) {
    List<Long> all = new ArrayList<>(checks);
    if (isTelling) {
      all.add(check(at, isEqual));
    }
    return new ReviewerTally(
        items,
        millis,
        shown,
        shownSame,
        hidden,
        hiddenSame,
        compared + 1,
        agreed + (isEqual ? 1 : 0),
        all.subList(Math.max(0, all.size() - MOST_CHECKS), all.size()));
  }

  /** The sum of two partitions. */
  ReviewerTally plus(ReviewerTally other) {
    List<Long> all = new ArrayList<>(checks);
    all.addAll(other.checks);
    all.sort(null);
    return new ReviewerTally(
        items + other.items,
        millis + other.millis,
        shown + other.shown,
        shownSame + other.shownSame,
        hidden + other.hidden,
        hiddenSame + other.hiddenSame,
        compared + other.compared,
        agreed + other.agreed,
        all);
  }

  /** Whether the comparisons show care. */
  public Attention attention() {
    return Attention.of(checks);
  }

  /** The tally alone, for a page. */
  public ReviewerTally withoutChecks() {
    return new ReviewerTally(
        items, millis, shown, shownSame, hidden, hiddenSame, compared, agreed, List.of());
  }
}
