package io.cmaclip.trainer.localise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cmaclip.trainer.garments.Part;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MaskScoresTest {
  private static final boolean[] MASK = {true, true, false, false};

  @Test
  void iouIsTheSharedPartOfBothMasks() {
    float[] found = {.9f, .2f, .6f, .1f};
    assertThat(MaskScores.iou(found, MASK, .5)).isEqualTo(1 / 3.0);
    assertThat(MaskScores.iou(found, MASK, .15)).isEqualTo(2 / 3.0);
    assertThat(MaskScores.iou(found, MASK, .95)).isZero();
    assertThat(MaskScores.iou(new float[] {1, 1, 0, 0}, MASK, .5)).isOne();
    assertThat(MaskScores.iou(new float[4], new boolean[4], .5)).isOne();
  }

  @Test
  void theThresholdIsChosenOnValidationPairsAlone() {
    List<MaskPair> pairs = List.of(pair(Part.BAG));
    List<float[]> faint = List.of(new float[] {.3f, .3f, .1f, .1f});
    List<float[]> test = List.of(new float[] {.8f, .8f, .4f, .4f});

    MaskScores scores = MaskScores.of(pairs, faint, pairs, test);

    assertThat(scores.threshold()).isBetween(.1, .3);
    assertThat(scores.iou()).isOne();
    assertThat(scores.iouAtBest()).isEqualTo(.5);
    assertThat(scores.iouByPart()).containsExactly(Map.entry("bag", .5));
    assertThat(scores.bce()).isCloseTo(-(Math.log(.8) + Math.log(.6)) / 2, within(1e-6));
  }

  private static MaskPair pair(Part part) {
    return new MaskPair(0, part, "the bag", null, null, MASK);
  }
}
