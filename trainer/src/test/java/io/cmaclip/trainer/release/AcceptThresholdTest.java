package io.cmaclip.trainer.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cmaclip.model.calibration.Binomial;
import io.cmaclip.trainer.metrics.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AcceptThresholdTest {
  private final AcceptThreshold rule = new AcceptThreshold(0.90);

  @Test
  void binomialTailsAgreeWithHandCalculation() {
    assertThat(Binomial.upperTail(3, 2, 0.5)).isEqualTo(0.5, within(1e-12));
    assertThat(Binomial.upperTail(29, 29, 0.9)).isEqualTo(Math.pow(0.9, 29), within(1e-12));
    // 95% one-sided Clopper-Pearson bound of 284/300 is just above 0.90, of 279/300 just below it.
    assertThat(Binomial.upperTail(300, 284, 0.9)).isLessThan(0.05);
    assertThat(Binomial.upperTail(300, 278, 0.9)).isGreaterThan(0.05);
  }

  @Test
  void acceptsEverythingWhenAllAnswersAreRight() {
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      answers.add(new Answer(0.5 + i / 2000.0, true));
    }
    assertThat(rule.choose(answers)).hasValue(0.5);
  }

  @Test
  void acceptsNothingWhenTheMostConfidentThreeHundredAreNotPreciseEnough() {
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      answers.add(new Answer(1 - i / 2000.0, i % 9 != 0));
    }
    assertThat(rule.choose(answers)).isEmpty();
    assertThat(rule.choose(List.of())).isEmpty();
  }

  @Test
  void stopsAtTheFirstFailureEvenIfLaterCountsWouldPass() {
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < 4000; i++) {
      boolean badStretch = i >= 300 && i < 700;
      answers.add(new Answer(1 - i / 5000.0, !badStretch || i % 2 == 0));
    }
    double threshold = rule.choose(answers).orElseThrow();
    assertThat(threshold).isEqualTo(1 - 299 / 5000.0, within(1e-12));
  }

  @Test
  void onUnseenItemsThePrecisionMissesTheTargetInAboutFivePercentOfTrialsAtMost() {
    Random random = new Random(11);
    int missed = 0;
    int trials = 300;
    for (int trial = 0; trial < trials; trial++) {
      List<Answer> answers = new ArrayList<>();
      for (int i = 0; i < 1500; i++) {
        double confidence = random.nextDouble();
        answers.add(new Answer(confidence, random.nextDouble() < chance(confidence)));
      }
      var threshold = rule.choose(answers);
      if (threshold.isPresent()) {
        // Expected precision above t of the line chance(c) = 0.75 + 0.25 c is its mean there.
        missed += chance((threshold.getAsDouble() + 1) / 2) < 0.90 ? 1 : 0;
      }
    }
    assertThat(missed).isLessThanOrEqualTo((int) (0.08 * trials));
  }

  private static double chance(double confidence) {
    return 0.75 + 0.25 * confidence;
  }
}
