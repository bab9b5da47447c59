package io.cmaclip.streams.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Samples of 400 answers, of which 300 come before a drift. */
class LatestAnswersTest {
  private static final int SAMPLES = 1000;
  private static final int BEFORE = 300;
  private static final int AFTER = 100;

  private final SplittableRandom random = new SplittableRandom(3);

  @Test
  void whatIsOlderThanADriftDoesNotCount() {
    for (double later : new double[] {0.65, 0.99}) {
      assertThat(share(0.85, later)).isGreaterThan(0.9);
    }
    assertThat(LatestAnswers.of(sample(1, 0), right -> right)).hasSize(AFTER).doesNotContain(true);
  }

  @Test
  void withoutADriftAlmostAllSamplesAreKept() {
    assertThat(share(0.85, 0.85)).isLessThan(0.07);
    assertThat(share(1, 1)).isZero();
    assertThat(share(0, 0)).isZero();
  }

  @Test
  void keepsEnoughAnswersOfAYoungDrift() {
    List<Boolean> sample = sample(1, 0).subList(0, BEFORE + 30);
    assertThat(LatestAnswers.of(sample, right -> right)).hasSize(100).contains(true);
    assertThat(LatestAnswers.of(sample.subList(250, 330), right -> right)).hasSize(80);
    assertThat(LatestAnswers.of(List.<Boolean>of(), right -> right)).isEmpty();
  }

  /** Share of the samples that are cut. */
  private double share(double before, double after) {
    int cut = 0;
    for (int i = 0; i < SAMPLES; i++) {
      List<Boolean> sample = sample(before, after);
      cut += LatestAnswers.of(sample, right -> right).size() < sample.size() ? 1 : 0;
    }
    return (double) cut / SAMPLES;
  }

  private List<Boolean> sample(double before, double after) {
    List<Boolean> answers = new ArrayList<>();
    for (int i = 0; i < BEFORE + AFTER; i++) {
      answers.add(random.nextDouble() < (i < BEFORE ? before : after));
    }
    return answers;
  }
}
