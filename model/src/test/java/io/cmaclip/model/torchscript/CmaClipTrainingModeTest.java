package io.cmaclip.model.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.architecture.Stem;
import io.cmaclip.model.weights.ElementType;
import io.cmaclip.model.weights.WeightMap;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(names = {"CONV", "RESIDUAL", "RESIDUAL_LARGE"})
class CmaClipTrainingModeTest {
  @TempDir Path folder;
  private LoadedScript script;
  private NDArray pixels;
  private NDArray tokens;

  private final Stem stem;

  CmaClipTrainingModeTest(Stem stem) {
    this.stem = stem;
  }

  @BeforeEach
  void load() throws Exception {
    Architecture a = TinyModel.architecture(stem, true);
    WeightMap weights = TinyModel.weights(a, TinyModel.TASKS, 9);
    ModuleSettings dropout = new ModuleSettings(ElementType.FLOAT32, 0.5, 0.5);
    script = new LoadedScript(folder, CmaClipScript.of(a, TinyModel.TASKS, weights, dropout));
    byte[] levels = new byte[2 * a.image().pixelBytes()];
    new Random(1).nextBytes(levels);
    pixels = script.pixels(levels, 2, 3, 32, 48);
    tokens = script.integers(new long[] {1, 2, 3, 4, 5, 6}, 2, 3);
  }

  @AfterEach
  void close() {
    script.close();
  }

  @Test
  void dropoutActsInTrainingModeOnly() {
    assertThat(encodeText()).isEqualTo(encodeText());
    train();
    assertThat(encodeText()).isNotEqualTo(encodeText());
    JniUtils.enableInferenceMode((PtSymbolBlock) script.model().getBlock());
    assertThat(encodeText()).isEqualTo(encodeText());
  }

  @Test
  void runningStatisticsMoveInTrainingModeOnly() {
    List<float[]> before = script.call("running_statistics");
    encodeImage();
    same(script.call("running_statistics"), before);
    train();
    encodeImage();
    List<float[]> after = script.call("running_statistics");
    for (int i = 0; i < before.size(); i++) {
      assertThat(after.get(i)).isNotEqualTo(before.get(i));
    }
  }

  @Test
  void frozenEncodersRunAsWhenServing() {
    float[] image = encodeImage();
    float[] text = encodeText();
    List<float[]> statistics = script.call("running_statistics");
    train();
    freeze(true);
    assertThat(encodeImage()).isEqualTo(image);
    assertThat(encodeText()).isEqualTo(text);
    same(script.call("running_statistics"), statistics);
    freeze(false);
    assertThat(encodeImage()).isNotEqualTo(image);
    assertThat(encodeText()).isNotEqualTo(text);
  }

  private void train() {
    JniUtils.enableTrainingMode((PtSymbolBlock) script.model().getBlock());
  }

  private void freeze(boolean frozen) {
    script.call("freeze_encoders", frozen);
  }

  private float[] encodeImage() {
    return script.call("encode_image", pixels).get(0);
  }

  private float[] encodeText() {
    return script.call("encode_text", tokens).get(0);
  }

  private static void same(List<float[]> actual, List<float[]> expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.size(); i++) {
      assertThat(actual.get(i)).isEqualTo(expected.get(i));
    }
  }
}
