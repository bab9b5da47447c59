package io.cmaclip.trainer.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CurvesTest {
  @Test
  void riskIsComputedInOrderOfConfidence() {
    RiskCoverage curve =
        RiskCoverage.of(
            List.of(
                new Answer(0.6, false),
                new Answer(0.9, true),
                new Answer(0.7, true),
                new Answer(0.8, false)));
    assertThat(curve.points())
        .containsExactly(
            new RiskCoverage.Point(0.25, 0, 0.9),
            new RiskCoverage.Point(0.5, 0.5, 0.8),
            new RiskCoverage.Point(0.75, 1.0 / 3, 0.7),
            new RiskCoverage.Point(1, 0.5, 0.6));
    assertThat(curve.area()).isEqualTo((0 + 0.5 + 1.0 / 3 + 0.5) / 4, within(1e-12));
  }

  @Test
  void aLongCurveIsThinnedAndEndsWithEveryAnswer() {
    Random random = new Random(1);
    List<Answer> answers =
        random.doubles(1000).mapToObj(c -> new Answer(c, random.nextDouble() < c)).toList();
    List<RiskCoverage.Point> points = RiskCoverage.of(answers).points();
    assertThat(points).hasSize(40);
    long wrong = answers.stream().filter(a -> !a.correct()).count();
    assertThat(points.get(39).coverage()).isEqualTo(1);
    assertThat(points.get(39).risk()).isEqualTo(wrong / 1000.0, within(1e-12));
  }

  @Test
  void binsHoldMeanConfidenceAndAccuracy() {
    // Fifteenths: 0.95 and 1.0 share the last bin, 0.5 falls in the eighth.
    assertThat(
            Reliability.of(
                List.of(new Answer(0.95, true), new Answer(0.5, false), new Answer(1, false))))
        .containsExactly(new Reliability.Bin(1, 0.5, 0), new Reliability.Bin(2, 0.975, 0.5));
  }

  @Test
  void theAreaUnderTheRocCurveIsTheAuroc() {
    Random random = new Random(3);
    double[] bad = random.ints(25, 4, 20).mapToDouble(i -> i / 20.0).toArray();
    double[] good = random.ints(25, 0, 14).mapToDouble(i -> i / 20.0).toArray();
    List<RocCurve.Point> curve = RocCurve.of(bad, good);
    assertThat(curve.get(0)).isEqualTo(new RocCurve.Point(0, 0));
    double area = 0;
    for (int i = 1; i < curve.size(); i++) {
      RocCurve.Point left = curve.get(i - 1);
      RocCurve.Point right = curve.get(i);
      area += (right.falseAlarms() - left.falseAlarms()) * (left.recall() + right.recall()) / 2;
    }
    assertThat(area).isEqualTo(Auroc.of(bad, good), within(1e-12));
  }
}
