package io.cmaclip.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.architecture.TaskShape;
import io.cmaclip.model.architecture.WeightLayout;
import java.util.List;
import org.junit.jupiter.api.Test;

class InitialisationTest {
  private static final WeightLayout PAPER =
      Architecture.preset("paper").weights(List.of(new TaskShape("colour", 17)));

  @Test
  void deviationsEqualClips() {
    Initialisation first = new Initialisation(PAPER, 1);
    deviation(first, "text.position", 0.01);
    deviation(first, "text.transformer.qkv_weight", Math.pow(512, -0.5));
    deviation(first, "text.transformer.out_weight", Math.pow(512, -0.5) * Math.pow(24, -0.5));
    deviation(first, "text.transformer.down_weight", Math.pow(512, -0.5) * Math.pow(24, -0.5));
    deviation(first, "text.transformer.up_weight", Math.pow(1024, -0.5));
    deviation(first, "text.projection", Math.pow(512, -0.5));
    deviation(first, "image.position", Math.pow(768, -0.5));
    deviation(first, "image.projection", Math.pow(768, -0.5));
    assertThat(first.get("text.transformer.norm1_weight").toFloats()).containsOnly(1f);
    assertThat(first.get("text.transformer.qkv_bias").toFloats()).containsOnly(0f);
    assertThat(first.get("logit_scale").toFloats()).containsExactly((float) Math.log(1 / 0.07));
  }

  @Test
  void theSeedDeterminesEveryValue() {
    float[] one = new Initialisation(PAPER, 1).get("text.position").toFloats();
    assertThat(new Initialisation(PAPER, 1).get("text.position").toFloats()).isEqualTo(one);
    assertThat(new Initialisation(PAPER, 2).get("text.position").toFloats()).isNotEqualTo(one);
  }

  private static void deviation(Initialisation first, String name, double expected) {
    double squares = 0;
    float[] values = first.get(name).toFloats();
    for (float v : values) {
      squares += (double) v * v;
    }
    assertThat(Math.sqrt(squares / values.length) / expected).isCloseTo(1, within(0.02));
  }
}
