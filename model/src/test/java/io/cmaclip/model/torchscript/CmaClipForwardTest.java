package io.cmaclip.model.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.djl.ndarray.NDArray;
import io.cmaclip.model.architecture.Activation;
import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.architecture.Fusion;
import io.cmaclip.model.architecture.Stem;
import io.cmaclip.model.weights.WeightMap;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CmaClipForwardTest {
  private static final int[][] TITLES = {
    {1, 7, 9, 30, 2}, {1, 39, 2}, {1, 5, 5, 6, 7, 8, 9, 10, 2}
  };

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("stemsAndFusions")
  void equalsAReferenceInPlainLoops(Stem stem, Fusion fusion) throws Exception {
    Architecture a = TinyModel.architecture(stem, fusion);
    WeightMap weights = TinyModel.weights(a, TinyModel.TASKS, 3);
    ReferenceCmaClip reference = new ReferenceCmaClip(a, TinyModel.TASKS, weights);
    byte[][] images = images(a, 3);
    boolean[] hasImage = {true, false, true};
    boolean[] hasText = {true, true, false};
    try (LoadedScript script = new LoadedScript(folder, a, TinyModel.TASKS, weights)) {
      List<float[]> out = forward(script, a, images, TITLES, hasImage, hasText, 9);
      for (int b = 0; b < 3; b++) {
        ReferenceCmaClip.Output expected =
            reference.forward(hasImage[b] ? images[b] : null, hasText[b] ? TITLES[b] : null);
        close(out.get(0), b, 7, expected.logits());
        close(out.get(1), b, 2, expected.imageWeight());
        close(out.get(2), b, 7, expected.imageLogits());
        close(out.get(3), b, 7, expected.textLogits());
        close(out.get(4), b, 20, expected.imageEmbedding());
        close(out.get(5), b, 20, expected.textEmbedding());
      }
    }
  }

  private static Stream<Arguments> stemsAndFusions() {
    // The reference takes long for residual stems; a fusion reads its patches, too, or not.
    return Stream.concat(
        Stream.of(Stem.PATCH, Stem.CONV)
            .flatMap(stem -> Stream.of(Fusion.values()).map(fusion -> arguments(stem, fusion))),
        Stream.of(
            arguments(Stem.RESIDUAL, Fusion.CMA),
            arguments(Stem.RESIDUAL, Fusion.ONE_STREAM),
            arguments(Stem.RESIDUAL_LARGE, Fusion.CMA)));
  }

  @ParameterizedTest
  @CsvSource({
    "CONV, QUICK_GELU, CMA, 1",
    "CONV, GELU, CMA, 1",
    "CONV, QUICK_GELU, CMA_NO_ATTENTION, 1",
    "CONV, QUICK_GELU, CMA, 1000",
    "CONV, GELU, CMA, 1000",
    "PATCH, QUICK_GELU, CMA, 1000",
    "CONV, QUICK_GELU, MMBT, 1000",
    "RESIDUAL, QUICK_GELU, CMA, 1",
    "RESIDUAL, QUICK_GELU, CMA, 1000",
    "RESIDUAL, QUICK_GELU, MMBT, 1000",
    "RESIDUAL_LARGE, QUICK_GELU, CMA, 1000"
  })
  void packedModulesComputeTheSameOutputs(
      Stem stem, Activation activation, Fusion fusion, int leastWidth) throws Exception {
    Architecture a = TinyModel.architecture(stem, true, activation, fusion);
    WeightMap weights = TinyModel.weights(a, TinyModel.TASKS, 8);
    byte[][] images = images(a, 3);
    boolean[] hasImage = {true, false, true};
    boolean[] hasText = {true, true, false};
    try (LoadedScript script = new LoadedScript(folder, a, TinyModel.TASKS, weights);
        LoadedScript packed =
            new LoadedScript(folder, PackedScript.of(a, TinyModel.TASKS, weights, leastWidth))) {
      packed.call("prepare");
      List<float[]> expected = forward(script, a, images, TITLES, hasImage, hasText, 9);
      List<float[]> actual = forward(packed, a, images, TITLES, hasImage, hasText, 9);
      for (int i = 0; i < expected.size(); i++) {
        assertThat(actual.get(i)).containsExactly(expected.get(i), within(1e-5f));
      }
      // The unpacked weights are gone, so it was the packed ones that answered.
      assertThat(packed.model().getBlock().getParameters().keys())
          .noneMatch(name -> name.matches("(image|text)\\.transformer.*"))
          .noneMatch(name -> name.contains("stem"));
    }
  }

  @Test
  void paddingDoesNotAffectTheOutputs() throws Exception {
    Architecture a = TinyModel.architecture(Stem.PATCH, true);
    WeightMap weights = TinyModel.weights(a, TinyModel.TASKS, 4);
    byte[][] images = images(a, 3);
    boolean[] all = {true, true, true};
    try (LoadedScript script = new LoadedScript(folder, a, TinyModel.TASKS, weights)) {
      List<float[]> trimmed = forward(script, a, images, TITLES, all, all, 9);
      List<float[]> padded = forward(script, a, images, TITLES, all, all, 12);
      for (int i = 0; i < trimmed.size(); i++) {
        assertThat(trimmed.get(i)).containsExactly(padded.get(i), within(1e-5f));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Fusion.class)
  void contentOfAMissingModalityDoesNotAffectTheOutputs(Fusion fusion) throws Exception {
    Architecture a = TinyModel.architecture(Stem.CONV, fusion);
    WeightMap weights = TinyModel.weights(a, TinyModel.TASKS, 5);
    byte[][] images = images(a, 3);
    boolean[] hasImage = {false, true, true};
    boolean[] hasText = {true, false, true};
    try (LoadedScript script = new LoadedScript(folder, a, TinyModel.TASKS, weights)) {
      List<float[]> first = forward(script, a, images, TITLES, hasImage, hasText, 9);
      byte[][] otherImages = {new byte[a.image().pixelBytes()], images[1], images[2]};
      Arrays.fill(otherImages[0], (byte) 255);
      int[][] otherTitles = {TITLES[0], {39, 39, 38, 37, 36, 1, 1}, TITLES[2]};
      List<float[]> second = forward(script, a, otherImages, otherTitles, hasImage, hasText, 9);
      for (int i = 0; i < first.size(); i++) {
        assertThat(second.get(i)).isEqualTo(first.get(i));
      }
      assertThat(first.get(1)).startsWith(0f, 0f, 1f, 1f);
    }
  }

  @Test
  void modalityWiseAttentionEqualsThePapersEquations() throws Exception {
    Architecture a = TinyModel.architecture(Stem.PATCH, true);
    WeightMap weights = TinyModel.weights(a, TinyModel.TASKS, 6);
    float[] query = weights.get("modality_query").toFloats();
    float[] image = floats(2 * 20, 1);
    float[] text = floats(2 * 20, 2);
    try (LoadedScript script = new LoadedScript(folder, a, TinyModel.TASKS, weights)) {
      NDArray yes = script.booleans(true, true);
      float[] lambda =
          script
              .call(
                  "modality_wise_attention",
                  script.floats(image, 2, 20),
                  script.floats(text, 2, 20),
                  yes,
                  yes)
              .get(0);
      for (int b = 0; b < 2; b++) {
        for (int k = 0; k < 2; k++) {
          double imageE = 0; // equation 4
          double textE = 0; // equation 5
          for (int i = 0; i < 20; i++) {
            imageE += query[k * 20 + i] * image[b * 20 + i];
            textE += query[k * 20 + i] * text[b * 20 + i];
          }
          double expected = Math.exp(imageE) / (Math.exp(imageE) + Math.exp(textE)); // equation 6
          assertThat((double) lambda[b * 2 + k]).isCloseTo(expected, within(1e-6));
        }
      }
    }
  }

  @Test
  void withoutAuxiliaryHeadsThereAreNoLogitsOfOneModality() throws Exception {
    Architecture a = TinyModel.architecture(Stem.PATCH, false);
    WeightMap weights = TinyModel.weights(a, TinyModel.TASKS, 7);
    boolean[] all = {true, true, true};
    try (LoadedScript script = new LoadedScript(folder, a, TinyModel.TASKS, weights)) {
      List<float[]> out = forward(script, a, images(a, 3), TITLES, all, all, 9);
      assertThat(out.get(0)).hasSize(21);
      assertThat(out.get(2)).isEmpty();
      assertThat(out.get(3)).isEmpty();
    }
  }

  private static List<float[]> forward(
      LoadedScript script,
      Architecture a,
      byte[][] images,
      int[][] titles,
      boolean[] hasImage,
      boolean[] hasText,
      int width) {
    int n = images.length;
    byte[] pixels = new byte[n * a.image().pixelBytes()];
    long[] tokens = new long[n * width];
    long[] length = new long[n];
    for (int b = 0; b < n; b++) {
      System.arraycopy(images[b], 0, pixels, b * images[b].length, images[b].length);
      length[b] = titles[b].length;
      for (int t = 0; t < titles[b].length; t++) {
        tokens[b * width + t] = titles[b][t];
      }
    }
    return script.call(
        "forward",
        script.pixels(pixels, n, 3, a.image().height(), a.image().width()),
        script.integers(tokens, n, width),
        script.booleans(hasImage),
        script.booleans(hasText),
        script.integers(length, n));
  }

  private static void close(float[] batch, int row, int width, double[] expected) {
    double[] actual = new double[width];
    for (int i = 0; i < width; i++) {
      actual[i] = batch[row * width + i];
    }
    assertThat(actual)
        .containsExactly(expected == null ? new double[width] : expected, within(2e-5));
  }

  private static byte[][] images(Architecture a, int count) {
    byte[][] images = new byte[count][a.image().pixelBytes()];
    for (int i = 0; i < count; i++) {
      new Random(i).nextBytes(images[i]);
    }
    return images;
  }

  private static float[] floats(int count, long seed) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
