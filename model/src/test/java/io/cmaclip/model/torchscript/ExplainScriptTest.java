package io.cmaclip.model.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.architecture.Fusion;
import io.cmaclip.model.architecture.Stem;
import io.cmaclip.model.weights.WeightMap;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainScriptTest {
  @TempDir Path folder;

  @Test
  void computesTheProductsOfTheModelsQueriesAndKeys() throws Exception {
    Architecture architecture = TinyModel.architecture(Stem.CONV, Fusion.CMA);
    WeightMap weights = TinyModel.weights(architecture, TinyModel.TASKS, 5);
    byte[] pixels = new byte[architecture.image().pixelBytes()];
    new Random(3).nextBytes(pixels);
    int[] tokens = {3, 9, 17, 4};
    ReferenceCmaClip reference = new ReferenceCmaClip(architecture, TinyModel.TASKS, weights);
    reference.forward(pixels, tokens);
    int layers = architecture.sequenceAttention().layers();
    int heads = architecture.sequenceAttention().heads();
    int size = architecture.projection() / heads;
    int patches = architecture.image().patches();
    assertThat(reference.attentionQkv).hasSize(layers);
    try (LoadedScript script =
        new LoadedScript(folder, ExplainScript.of(architecture, TinyModel.TASKS, weights))) {
      float[] products =
          script
              .call(
                  "products",
                  script.pixels(
                      pixels, 1, 3, architecture.image().height(), architecture.image().width()),
                  script.integers(Arrays.stream(tokens).asLongStream().toArray(), 1, tokens.length))
              .get(0);
      assertThat(products).hasSize(layers * heads * tokens.length * patches);
      int at = 0;
      for (double[][] qkv : reference.attentionQkv) {
        for (int head = 0; head < heads; head++) {
          for (int token = 0; token < tokens.length; token++) {
            for (int patch = 0; patch < patches; patch++) {
              double expected = 0;
              for (int i = head * size; i < (head + 1) * size; i++) {
                double query = qkv[1 + patches + token][i];
                expected += query * qkv[1 + patch][architecture.projection() + i];
              }
              assertThat((double) products[at++]).isEqualTo(expected, within(1e-4));
            }
          }
        }
      }
    }
  }

  @Test
  void refusesAFusionWithoutSequenceWiseAttention() {
    Architecture architecture = TinyModel.architecture(Stem.CONV, Fusion.CMA_NO_ATTENTION);
    WeightMap weights = TinyModel.weights(architecture, TinyModel.TASKS, 5);
    assertThatThrownBy(() -> ExplainScript.of(architecture, TinyModel.TASKS, weights))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no sequence-wise attention");
  }
}
