package io.cmaclip.model.clip;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cmaclip.model.SharedFolder;
import io.cmaclip.model.architecture.ImageEncoder;
import io.cmaclip.model.huggingface.CheckpointForms;
import io.cmaclip.model.huggingface.ClipImport;
import io.cmaclip.model.torchscript.ClipScript;
import io.cmaclip.model.torchscript.LoadedScript;
import io.cmaclip.model.torchscript.Script;
import io.cmaclip.model.torchscript.ScriptModule;
import io.cmaclip.model.weights.SafetensorsFile;
import io.cmaclip.model.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares both fixture models with Hugging Face's CLIP on all their inputs, within the stated
 * tolerances.
 */
class ClipParityTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "clip-tiny-32,transformers 4",
    "clip-tiny-32,transformers 5",
    "clip-tiny-32,open_clip",
    "clip-legacy-eos,transformers 4",
    "clip-legacy-eos,transformers 5",
    "clip-legacy-eos,open_clip",
  })
  void tokensEmbeddingsAndLogitsEqualTheReference(String name, String form) throws Exception {
    Path fixtures = SharedFolder.require("fixtures");
    JsonNode expected =
        new ObjectMapper().readTree(fixtures.resolve("expected/" + name + ".json").toFile());
    ClipFolder imported = imported(fixtures.resolve("models/" + name), form);
    List<float[]> images = new ArrayList<>();
    List<float[]> texts = new ArrayList<>();
    double scale;
    try (ClipInputs inputs = ClipInputs.of(imported, false);
        ClipModel model = ClipModel.load(imported)) {
      for (JsonNode input : expected.path("inputs")) {
        int[] ids = inputs.ids(input.path("title").asText());
        assertThat(ids).isEqualTo(integers(input.path("input_ids"), ids.length));
        assertThat(imported.encoders().endOfText().position(ids))
            .isEqualTo(input.path("pooled_position").asInt());
        Path image = fixtures.resolve("inputs/images").resolve(input.path("image").asText());
        images.add(model.embedImage(inputs.levels(Files.readAllBytes(image))));
        texts.add(model.embedText(ids));
        close(images.get(images.size() - 1), input.path("image_embeds"), expected, "image_embeds");
        close(texts.get(texts.size() - 1), input.path("text_embeds"), expected, "text_embeds");
      }
      scale = model.scale();
    }
    assertThat(images).hasSize(8);
    for (int i = 0; i < images.size(); i++) {
      float[] logits = new float[texts.size()];
      for (int j = 0; j < logits.length; j++) {
        logits[j] = (float) (scale * ZeroShot.dot(images.get(i), texts.get(j)));
      }
      close(logits, expected.path("logits_per_image").path(i), expected, "logits_per_image");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"clip-tiny-32", "clip-legacy-eos"})
  void hiddenStatesAndProjectedTokensEqualTheReference(String name) throws Exception {
    Path fixtures = SharedFolder.require("fixtures");
    JsonNode stated =
        new ObjectMapper().readTree(fixtures.resolve("expected/" + name + ".json").toFile());
    ClipFolder imported = imported(fixtures.resolve("models/" + name), "transformers 4");
    ImageEncoder image = imported.encoders().image();
    int side = image.height();
    try (SafetensorsFile expected =
            SafetensorsFile.open(fixtures.resolve("expected/" + name + ".safetensors"));
        SafetensorsFile weights = imported.openWeights();
        ClipInputs inputs = ClipInputs.of(imported, false);
        LoadedScript script = tokens(imported.encoders(), weights)) {
      for (int i = 0; i < stated.path("inputs").size(); i++) {
        JsonNode input = stated.path("inputs").path(i);
        Path file = fixtures.resolve("inputs/images").resolve(input.path("image").asText());
        byte[] levels = inputs.levels(Files.readAllBytes(file));
        List<float[]> images = script.call("image", script.pixels(levels, 1, 3, side, side));
        equalRow("image_last_hidden_state", expected, i, images.get(0), stated);
        equalRow("image_tokens_projected", expected, i, images.get(1), stated);
        // Only up to the end token; outputs at padding are never used.
        int[] ids = inputs.ids(input.path("title").asText());
        long[] tokens = Arrays.stream(ids).asLongStream().toArray();
        List<float[]> texts = script.call("text", script.integers(tokens, 1, tokens.length));
        equalRow("text_last_hidden_state", expected, i, texts.get(0), stated);
        equalRow("text_tokens_projected", expected, i, texts.get(1), stated);
      }
    }
  }

  /** The encoders with a method each that also returns intermediate tensors. */
  private LoadedScript tokens(ClipEncoders encoders, Weights weights) throws Exception {
    Script clip = ClipScript.of(encoders.image(), encoders.text(), encoders.projection(), weights);
    ScriptModule outer = new ScriptModule("Tokens").put("clip", clip.root());
    return new LoadedScript(folder, clip.within(outer, ClipParityTest.class, "tokens.py"));
  }

  /** Asserts that row {@code i} of a tensor begins with these values. */
  private static void equalRow(
      String tensor, SafetensorsFile expected, int i, float[] actual, JsonNode stated) {
    float[] all = expected.get(tensor).toFloats();
    int row = all.length / expected.info(tensor).shape().get(0).intValue();
    double largest = 0;
    for (int at = 0; at < actual.length; at++) {
      largest = Math.max(largest, Math.abs(actual[at] - all[i * row + at]));
    }
    assertThat(largest).as(tensor).isLessThan(tolerance(stated, tensor));
  }

  private ClipFolder imported(Path fixture, String form) throws IOException {
    Path from =
        switch (form) {
          case "transformers 5" -> CheckpointForms.transformers5(fixture, folder.resolve("form"));
          case "open_clip" -> CheckpointForms.openClip(fixture, folder.resolve("form"), "");
          default -> fixture;
        };
    return ClipImport.run(from, folder.resolve("imported"));
  }

  private static int[] integers(JsonNode array, int length) {
    int[] values = new int[length];
    for (int i = 0; i < length; i++) {
      values[i] = array.path(i).asInt();
    }
    return values;
  }

  private static void close(float[] actual, JsonNode reference, JsonNode expected, String tensor) {
    assertThat(actual).hasSize(reference.size());
    double largest = 0;
    for (int i = 0; i < actual.length; i++) {
      largest = Math.max(largest, Math.abs(actual[i] - reference.path(i).asDouble()));
    }
    assertThat(largest).as(tensor).isLessThan(tolerance(expected, tensor));
  }

  private static double tolerance(JsonNode expected, String tensor) {
    double most =
        expected.path("tolerances").path(tensor).path("recommended_max_abs_difference").asDouble();
    assertThat(most).isPositive();
    return most;
  }
}
