package io.cmaclip.trainer.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cmaclip.model.noise.LogisticScore;
import io.cmaclip.trainer.batches.Chance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NoiseFittingTest {
  private static final int HEIGHT = 40;
  private static final int WIDTH = 32;

  @Test
  void thresholdMeetsItsFalseAlarmRateWithATenthOfBadItems() {
    Random random = new Random(4);
    double[] clean = draw(random, 9000, 0);
    double[] hidden = draw(random, 1000, 3);
    double[] known = draw(random, 5000, 3);
    double[] mixed = Arrays.copyOf(clean, 10_000);
    System.arraycopy(hidden, 0, mixed, 9000, 1000);
    CleanQuantile quantile = CleanQuantile.of(mixed, known, 0.05);
    assertThat(quantile.noiseShare()).isEqualTo(0.10, within(0.02));
    double alarms = Arrays.stream(clean).filter(s -> s >= quantile.threshold()).count() / 9000.0;
    assertThat(alarms).isEqualTo(0.05, within(0.015));
  }

  @Test
  void thresholdMeetsItsFalseAlarmRateWithoutBadItems() {
    Random random = new Random(5);
    double[] clean = draw(random, 10_000, 0);
    CleanQuantile quantile = CleanQuantile.of(clean, draw(random, 5000, 3), 0.05);
    double alarms = Arrays.stream(clean).filter(s -> s >= quantile.threshold()).count() / 10_000.0;
    assertThat(quantile.noiseShare()).isLessThan(0.02);
    assertThat(alarms).isEqualTo(0.05, within(0.015));
  }

  @Test
  void aKnownShareOverridesTheEstimate() {
    Random random = new Random(7);
    double[] scores = draw(random, 10_000, 0);
    double[] known = draw(random, 5000, 3);
    CleanQuantile none = CleanQuantile.of(scores, known, 0.05, 0);
    CleanQuantile some = CleanQuantile.of(scores, known, 0.05, 0.05);
    assertThat(none.noiseShare()).isZero();
    assertThat(some.noiseShare()).isEqualTo(0.05);
    assertThat(some.threshold()).isLessThan(none.threshold());
  }

  @Test
  void logisticRegressionIsIndependentOfFeatureScale() {
    Random random = new Random(6);
    List<double[]> positives = new ArrayList<>();
    List<double[]> negatives = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      positives.add(new double[] {1000 + 10 * random.nextGaussian(), random.nextGaussian()});
      negatives.add(new double[] {1030 + 10 * random.nextGaussian(), random.nextGaussian()});
    }
    LogisticScore score = LogisticRegression.fit(positives, negatives);
    assertThat(score.score(new double[] {990, 0})).isGreaterThan(0.9);
    assertThat(score.score(new double[] {1040, 0})).isLessThan(0.1);
    assertThat(score.score(new double[] {1015, 0})).isEqualTo(0.5, within(0.1));
    LogisticScore swapped = LogisticRegression.fit(negatives, positives);
    assertThat(swapped.score(new double[] {1040, 0})).isGreaterThan(0.9);
  }

  @Test
  void imageCorruptionsRemoveTheContentOfTheImage() {
    byte[] image = stripes();
    for (ImageCorruption kind : ImageCorruption.values()) {
      for (int draw = 0; draw < 20; draw++) {
        byte[] corrupted = kind.apply(image.clone(), HEIGHT, WIDTH, Chance.of(draw));
        assertThat(corrupted).as(kind.name()).hasSameSizeAs(image);
        assertThat(Math.abs(correlation(image, corrupted))).as(kind.name()).isLessThan(0.5);
      }
      assertThat(kind.apply(image, HEIGHT, WIDTH, Chance.of(1)))
          .as(kind.name() + " is deterministic")
          .isEqualTo(kind.apply(image, HEIGHT, WIDTH, Chance.of(1)));
    }
  }

  @Test
  void titleCorruptionsRarelyKeepAWordOfTheTitle() {
    String title = "Nike Women Running Shoes";
    for (TitleCorruption kind : TitleCorruption.values()) {
      int kept = 0;
      for (int draw = 0; draw < 100; draw++) {
        String corrupted = kind.apply(title, Chance.of(draw));
        assertThat(corrupted).as(kind.name()).isNotBlank();
        kept += corrupted.contains("Running") || corrupted.contains("Shoes") ? 1 : 0;
      }
      // Shuffling may by chance preserve the order.
      assertThat(kept).as(kind.name()).isLessThanOrEqualTo(4);
    }
  }

  @Test
  void symbolsHaveNeitherLettersNorDigits() {
    for (int draw = 0; draw < 100; draw++) {
      assertThat(TitleCorruption.SYMBOLS.apply("Nike Shoes", Chance.of(draw)))
          .isNotBlank()
          .doesNotContainPattern("[\\p{L}\\p{N}]");
    }
  }

  @Test
  void codecKeepsTheImageAndReencodesAboutHalf() {
    ImageCodec codec = new ImageCodec(HEIGHT, WIDTH);
    byte[] image = stripes();
    int touched = 0;
    for (int draw = 0; draw < 40; draw++) {
      byte[] back = codec.sometimesReencoded(image, Chance.of(draw));
      touched += Arrays.equals(back, image) ? 0 : 1;
      assertThat(correlation(image, back)).isGreaterThan(0.9);
    }
    assertThat(touched).isBetween(8, 32);
  }

  private static double[] draw(Random random, int count, double shift) {
    double[] scores = new double[count];
    for (int i = 0; i < count; i++) {
      scores[i] = 1 / (1 + Math.exp(-random.nextGaussian() - shift + 1.5));
    }
    return scores;
  }

  /** Stripes of four pixels, which no coarse cell shows. */
  private static byte[] stripes() {
    byte[] pixels = new byte[3 * HEIGHT * WIDTH];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i % WIDTH / 2 % 2 == 0 ? 200 : 40);
    }
    return pixels;
  }

  private static double correlation(byte[] one, byte[] other) {
    double[] sums = new double[5];
    for (int i = 0; i < one.length; i++) {
      double x = one[i] & 255;
      double y = other[i] & 255;
      sums[0] += x;
      sums[1] += y;
      sums[2] += x * x;
      sums[3] += y * y;
      sums[4] += x * y;
    }
    double n = one.length;
    double covariance = sums[4] / n - sums[0] / n * sums[1] / n;
    double spread =
        Math.sqrt(
            (sums[2] / n - sums[0] / n * sums[0] / n) * (sums[3] / n - sums[1] / n * sums[1] / n));
    return spread < 1e-9 ? 0 : covariance / spread;
  }
}
