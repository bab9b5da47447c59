package io.cmaclip.console.quality;

import java.util.List;

/**
 * Whether a reviewer decides with care, from comparisons with known answers and second opinions. A
 * comparison tells it only if the proposal was hidden or wrong: with a right proposal, who accepts
 * blindly is right as well.
 *
 * <p>A cumulative sum test: each such comparison adds the logarithm of how much more likely it is
 * for a reviewer who errs in {@value #CARELESS} of them than for one who errs in {@value #CAREFUL};
 * the sum never falls below 0, and the reviewer is found when it reaches {@value #LIMIT}.
 *
 * @param checks comparisons with a hidden or wrong proposal
 * @param wrong those in which the reviewer differs
 * @param isCareless whether the sum reached the limit
 */
public record Attention(int checks, int wrong, boolean isCareless) {
  static final double CAREFUL = 0.1;
  static final double CARELESS = 0.35;
  static final double LIMIT = 7;

  static Attention of(List<Long> checks) {
    int wrong = 0;
    double sum = 0;
    boolean isCareless = false;
    for (long check : checks) {
      boolean isEqual = ReviewerTally.isEqual(check);
      wrong += isEqual ? 0 : 1;
      sum =
          Math.max(
              0,
              sum
                  + (isEqual
                      ? Math.log((1 - CARELESS) / (1 - CAREFUL))
                      : Math.log(CARELESS / CAREFUL)));
      isCareless |= sum >= LIMIT;
    }
    return new Attention(checks.size(), wrong, isCareless);
  }
}
