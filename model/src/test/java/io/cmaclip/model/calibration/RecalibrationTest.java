package io.cmaclip.model.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cmaclip.model.bundle.BundleTask;
import io.cmaclip.model.bundle.OperatingPoint;
import io.cmaclip.model.prediction.ModalityState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Recalibration from drawn answers whose truth is known. */
class RecalibrationTest {
  private static final double TARGET = 0.9;
  private static final List<String> CLASSES =
      IntStream.range(0, 6).mapToObj(c -> "class" + c).toList();
  private static final BundleTask TASK = task(0.5, null);

  @Test
  void findsTheTemperatureAtWhichConfidencesAreRight() {
    for (double truth : new double[] {0.6, 1, 2.5}) {
      Recalibration fit = Recalibration.of(TASK, answers(4_000, truth, -1, 0.5), TARGET);
      assertThat(change(fit).temperatureFactor()).isCloseTo(truth, within(0.08 * truth));
    }
  }

  @Test
  void acceptedPrecisionOfOtherAnswersReachesThePromise() {
    List<Double> precisions = precisionsOfOthers(400);
    assertThat(precisions).hasSize(20).allMatch(precision -> precision > 0.88);
    assertThat(precisions.stream().mapToDouble(p -> p).average().orElse(0)).isGreaterThan(0.9);
  }

  @Test
  void acceptsTheMostCertainAnswersWhenFewDecisionsLeaveDoubt() {
    List<Double> precisions = precisionsOfOthers(100);
    assertThat(precisions).hasSizeGreaterThan(15).allMatch(precision -> precision > 0.85);
    assertThat(precisions.stream().mapToDouble(p -> p).average().orElse(0)).isGreaterThan(0.9);
  }

  /** Precision of other answers accepted after a recalibration, of 20 samples that accept some. */
  private static List<Double> precisionsOfOthers(int decisions) {
    List<AuditedAnswer> others = answers(20_000, 2.5, -1, 0.5);
    List<Double> precisions = new ArrayList<>();
    for (int seed = 0; seed < 20; seed++) {
      Recalibration.Change fit =
          change(
              Recalibration.of(
                  TASK, answers(decisions, 2.5, -1, 0.5, new SplittableRandom(seed)), TARGET));
      if (fit.acceptThreshold() != null) {
        PrecisionEstimate fresh =
            PrecisionEstimate.of(
                others,
                answer -> answer.confidence(fit.temperatureFactor()) >= fit.acceptThreshold());
        precisions.add(fresh.precision());
      }
    }
    return precisions;
  }

  @Test
  void refusesALabelThatIsAlwaysWrongAndKeepsTheOthers() {
    Recalibration fit = Recalibration.of(TASK, answers(400, 1, 2, 0.5), TARGET);
    assertThat(fit.refused()).containsExactly("class2");
    assertThat(fit.after().precision()).isGreaterThanOrEqualTo(TARGET);
    assertThat(fit.before().precision()).isLessThan(0.85);
    BundleTask after = fit.applyTo(TASK);
    assertThat(after.accepts(ModalityState.BOTH, "class2", 1)).isFalse();
    assertThat(after.accepts(ModalityState.BOTH, "class1", 1)).isTrue();
  }

  @Test
  void refusesAWrongLabelWhoseAnswersAStrictThresholdLeavesOut() {
    for (int seed = 0; seed < 20; seed++) {
      List<AuditedAnswer> answers = answers(400, 2.5, 2, 0.5, new SplittableRandom(seed));
      assertThat(Recalibration.of(TASK, answers, TARGET).refused()).contains("class2");
    }
  }

  @Test
  void acceptsALabelAgainThatIsRightAgain() {
    BundleTask refusing = Recalibration.of(TASK, answers(400, 1, 2, 0.5), TARGET).applyTo(TASK);
    assertThat(refusing.refusedLabels()).isNotEmpty();
    assertThat(Recalibration.of(refusing, answers(400, 1, -1, 0.5), TARGET).refused()).isEmpty();
  }

  @Test
  void fewAnswersChangeNothing() {
    Recalibration fit = Recalibration.of(TASK, answers(99, 3, -1, 0.5), TARGET);
    assertThat(fit.changes()).isEmpty();
    assertThat(fit.applyTo(TASK)).isEqualTo(TASK);
  }

  @Test
  void refusesNoLabelWhenAllAreOverconfident() {
    assertThat(Recalibration.of(TASK, answers(2_000, 2.5, -1, 0.5), TARGET).refused()).isEmpty();
  }

  @Test
  void answersThatAreNoBetterThanChanceAreNotAccepted() {
    SplittableRandom random = new SplittableRandom(4);
    List<AuditedAnswer> answers =
        answers(400, 1, -1, 0.5).stream()
            .map(
                answer ->
                    new AuditedAnswer(
                        answer.state(), answer.logits(), random.nextInt(6), true, 0.5))
            .toList();
    Recalibration fit = Recalibration.of(TASK, answers, TARGET);
    assertThat(change(fit).acceptThreshold()).isNull();
    assertThat(fit.after().answers()).isZero();
  }

  @Test
  void otherNumberFormatsGetTheSameChange() {
    Recalibration fit = Recalibration.of(task(0.5, 1.5), answers(400, 2, -1, 0.5), TARGET);
    BundleTask after = fit.applyTo(task(0.5, 1.5));
    OperatingPoint reduced = after.reducedPrecision().get("int8").get(ModalityState.BOTH);
    assertThat(reduced.temperature())
        .isCloseTo(1.5 * change(fit).temperatureFactor(), within(1e-9));
    assertThat(reduced.acceptThreshold()).isEqualTo(change(fit).acceptThreshold());
  }

  @Test
  void theEstimateWeighsAnswersByTheirSamplingProbability() {
    List<AuditedAnswer> answers = new ArrayList<>();
    // 1,000 accepted answers of which 0.9 are right, sampled at 10%, and 1,000 of which 0.6 are, at
    // 50%: the mean without weights would be 0.65.
    for (int i = 0; i < 600; i++) {
      boolean isEarly = i < 100;
      boolean isRight = isEarly ? i % 10 != 0 : i % 10 < 6;
      answers.add(
          new AuditedAnswer(
              ModalityState.BOTH, new float[] {0, -5}, isRight ? 0 : 1, true, isEarly ? 0.1 : 0.5));
    }
    PrecisionEstimate estimate = PrecisionEstimate.of(answers, AuditedAnswer::accepted);
    assertThat(estimate.precision()).isCloseTo(0.75, within(1e-9));
    assertThat(estimate.effective()).isCloseTo(2000.0 * 2000 / 12_000, within(1e-6));
    assertThat(estimate.low()).isLessThan(0.75);
    assertThat(estimate.high()).isGreaterThan(0.75);
    assertThat(PrecisionEstimate.of(answers, answer -> false).precision()).isNull();
  }

  @Test
  void logitsOfAnAnswerGiveItsConfidencesBack() {
    float[] logits =
        AuditedAnswer.logits(TASK, Map.of("class3", 0.7, "class0", 0.2, "new", 0.1), 1);
    double[] p = TemperatureScaling.probabilities(logits, 1);
    assertThat(p[3]).isCloseTo(0.7, within(1e-6));
    assertThat(p[0]).isCloseTo(0.2, within(1e-6));
    assertThat(p[1]).isCloseTo(0.025, within(1e-6));
    assertThat(
            TemperatureScaling.probabilities(
                AuditedAnswer.logits(TASK, Map.of("class3", 0.7, "class0", 0.3), 2), 2)[3])
        .isCloseTo(0.7, within(1e-4));
  }

  private static Recalibration.Change change(Recalibration fit) {
    return fit.changes().get(ModalityState.BOTH);
  }

  private static BundleTask task(double threshold, Double reducedTemperature) {
    Map<ModalityState, OperatingPoint> points =
        Map.of(ModalityState.BOTH, new OperatingPoint(1, threshold));
    return new BundleTask(
        "colour",
        CLASSES,
        points,
        reducedTemperature == null
            ? Map.of()
            : Map.of(
                "int8",
                Map.of(ModalityState.BOTH, new OperatingPoint(reducedTemperature, threshold))));
  }

  private static List<AuditedAnswer> answers(
      int count, double temperature, int alwaysWrong, double probability) {
    return answers(count, temperature, alwaysWrong, probability, new SplittableRandom(7));
  }

  /**
   * Answers whose truth is drawn from softmax(logits / temperature).
   *
   * @param alwaysWrong class that has another name now; -1 = none
   */
  private static List<AuditedAnswer> answers(
      int count, double temperature, int alwaysWrong, double probability, SplittableRandom random) {
    List<AuditedAnswer> answers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] logits = new float[CLASSES.size()];
      for (int c = 0; c < logits.length; c++) {
        logits[c] = (float) random.nextGaussian();
      }
      logits[random.nextInt(logits.length)] += 3 + 9 * (float) random.nextDouble();
      double[] p = TemperatureScaling.probabilities(logits, temperature);
      double rest = random.nextDouble();
      int truth = 0;
      while (truth + 1 < p.length && rest >= p[truth]) {
        rest -= p[truth++];
      }
      AuditedAnswer answer =
          new AuditedAnswer(
              ModalityState.BOTH, logits, truth == alwaysWrong ? -1 : truth, true, probability);
      answers.add(answer);
    }
    return answers;
  }
}
