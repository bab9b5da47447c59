package io.cmaclip.model.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TemperatureScalingTest {
  @Test
  void findsTheTemperatureThatLabelsWereDrawnAtOnEitherSideOfOne() {
    for (double truth : new double[] {0.4, 1, 2.5}) {
      Random random = new Random(5);
      float[][] logits = new float[20_000][4];
      int[] labels = new int[logits.length];
      for (int i = 0; i < logits.length; i++) {
        for (int c = 0; c < 4; c++) {
          logits[i][c] = (float) (2 * random.nextGaussian());
        }
        double[] chances = TemperatureScaling.probabilities(logits[i], truth);
        double draw = random.nextDouble();
        while (labels[i] < 3 && draw > chances[labels[i]]) {
          draw -= chances[labels[i]++];
        }
      }
      assertThat(TemperatureScaling.fit(logits, labels)).isCloseTo(truth, within(0.05 * truth));
    }
  }

  @Test
  void neverRaisesTheLossAndNeverChangesTheAnswer() {
    Random random = new Random(8);
    for (int trial = 0; trial < 20; trial++) {
      float[][] logits = new float[50][3];
      int[] labels = new int[50];
      for (int i = 0; i < 50; i++) {
        for (int c = 0; c < 3; c++) {
          logits[i][c] = (float) (trial * random.nextGaussian());
        }
        labels[i] = random.nextInt(4) - 1;
      }
      double temperature = TemperatureScaling.fit(logits, labels);
      assertThat(TemperatureScaling.loss(logits, labels, temperature))
          .isLessThanOrEqualTo(TemperatureScaling.loss(logits, labels, 1) + 1e-9);
    }
  }

  @Test
  void confidenceFallsAsTheTemperatureRises() {
    float[] logits = {2, 0.5f, -1};
    double before = 1;
    for (double temperature : new double[] {0.1, 0.5, 1, 2, 10}) {
      double confidence = TemperatureScaling.probabilities(logits, temperature)[0];
      assertThat(confidence).isLessThan(before);
      before = confidence;
    }
  }

  @Test
  void withoutLabelsTheTemperatureStaysOne() {
    assertThat(TemperatureScaling.fit(new float[][] {{1, 2}}, new int[] {-1})).isEqualTo(1);
  }
}
