package io.cmaclip.console.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PrecisionTallyTest {
  private static final PrecisionTally NONE = PrecisionTally.none("colour", "garments 1");

  @Test
  void doubtfulItemsGiveNoEstimate() {
    PrecisionTally tally = NONE;
    for (int number = 0; number < 1_000; number++) {
      tally = tally.with(decision(number % 3 == 0, null), 1, true, 1);
    }
    assertThat(tally.estimate()).isNull();
    assertThat(tally.doubtful()).isEqualTo(1_000);
  }

  @Test
  void doubtfulItemsDoNotMoveTheEstimate() {
    PrecisionTally tally = NONE;
    for (int number = 0; number < 400; number++) {
      tally = tally.with(decision(number % 20 != 0, 0.01), 1, true, 1);
      tally = tally.with(decision(false, null), 1, true, 1);
    }
    assertThat(tally.estimate().precision()).isEqualTo(0.95, within(1e-9));
    // Wilson's interval of 380 of 400.
    assertThat(tally.estimate().low()).isEqualTo(0.924, within(0.001));
    assertThat(tally.estimate().high()).isEqualTo(0.968, within(0.001));
  }

  @Test
  void labelsThatTheModelDidNotAcceptAreLeftOut() {
    assertThat(NONE.with(decision(false, 0.5), 1, false, 1)).isEqualTo(NONE);
  }

  @Test
  void weightsUndoAChangeOfTheSamplingProbability() {
    // 90% right while 10% were sampled, 50% right while 1% were sampled, equally many listings.
    int covered = 0;
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      PrecisionTally tally = NONE;
      for (int listing = 0; listing < 40_000; listing++) {
        boolean isEarly = listing < 20_000;
        double probability = isEarly ? 0.1 : 0.01;
        if (random.nextDouble() < probability) {
          boolean isRight = random.nextDouble() < (isEarly ? 0.9 : 0.5);
          tally = tally.with(decision(isRight, probability), 1, true, 1);
        }
      }
      PrecisionTally.Estimate estimate = tally.estimate();
      covered += estimate.low() <= 0.7 && 0.7 <= estimate.high() ? 1 : 0;
    }
    assertThat(covered).isBetween(185, 200);
  }

  @Test
  void aDecisionThatIsTakenBackLeavesNothing() {
    PrecisionTally once = NONE.with(decision(true, 0.3), 1, true, 1);
    assertThat(once.with(decision(true, 0.3), -1, true, 1).estimate()).isNull();
    PrecisionTally twice = once.with(decision(false, 0.3), 1, true, 1);
    assertThat(twice.with(decision(false, 0.3), -1, true, 1).estimate().precision())
        .isEqualTo(1, within(1e-9));
  }

  private static MadeDecision decision(boolean isProposal, Double probability) {
    return new MadeDecision(
        "d",
        "ann",
        "l",
        "colour",
        isProposal ? "red" : "blue",
        false,
        new MadeDecision.Shown("red", false, probability, 1_000));
  }
}
