package io.cmaclip.model.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class NoiseFeaturesTest {
  private static final float[] EMBEDDING = {0.6f, 0.8f};

  /** Highest probabilities 1 and 0.5; entropy zero and maximal. */
  private static final List<double[]> SURE_AND_UNSURE =
      List.of(new double[] {1, 0, 0}, new double[] {0.5, 0.5});

  @Test
  void aBlankImageHasZeroDeviationGradientAndEntropy() {
    byte[] grey = new byte[3 * 4 * 5];
    Arrays.fill(grey, (byte) 128);
    assertThat(NoiseFeatures.image(EMBEDDING, List.of(), grey, 4, 5))
        .containsExactly(new double[] {0.6, 0.8, 0, 0, 0, 0, 0, 0, 1, 0}, within(1e-6));
  }

  @Test
  void featuresOfAChessboardEqualManualCalculation() {
    byte[] board = new byte[3 * 2 * 2];
    for (int channel = 0; channel < 3; channel++) {
      board[channel * 4] = (byte) 255;
      board[channel * 4 + 3] = (byte) 255;
    }
    // Deviation 1/2 in each channel, every neighbour differs by 1, all saturated, 1 of 8 bits.
    assertThat(NoiseFeatures.image(EMBEDDING, SURE_AND_UNSURE, board, 2, 2))
        .containsExactly(
            new double[] {0.6, 0.8, 0.5, 0.5, 0.5, 1, 1, 0.125, 0.75, 0.5}, within(1e-6));
  }

  @Test
  void titleFeaturesAreLengthRepetitionAndCertainty() {
    assertThat(NoiseFeatures.text(EMBEDDING, SURE_AND_UNSURE, new int[] {1, 7, 7, 2}, 16))
        .containsExactly(new double[] {0.6, 0.8, 0.25, 0.75, 0.75, 0.5}, within(1e-6));
  }

  @Test
  void aMismatchIsCosineAndMeanTotalVariation() {
    double[] features =
        NoiseFeatures.mismatch(
            new float[] {1, 0},
            EMBEDDING,
            List.of(new double[] {1, 0}, new double[] {0.5, 0.5}),
            List.of(new double[] {0, 1}, new double[] {0.5, 0.5}));
    assertThat(features).containsExactly(new double[] {0.6, 0.5}, within(1e-6));
  }

  @Test
  void aScoreIsLogistic() {
    LogisticScore score = new LogisticScore(List.of(2.0, -1.0), 0.5, 0.7);
    assertThat(score.score(new double[] {1, 3})).isCloseTo(1 / (1 + Math.exp(0.5)), within(1e-12));
    assertThatThrownBy(() -> score.score(new double[1])).hasMessage("1 features for 2 weights");
    assertThatThrownBy(() -> new NoiseModel(score, null, score).checkWidth(2))
        .hasMessage("noise.text.weights: 2 numbers: must be 6");
  }
}
