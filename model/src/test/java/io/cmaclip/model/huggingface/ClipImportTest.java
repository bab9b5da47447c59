package io.cmaclip.model.huggingface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cmaclip.model.SharedFolder;
import io.cmaclip.model.architecture.Activation;
import io.cmaclip.model.architecture.Fit;
import io.cmaclip.model.clip.ClipFolder;
import io.cmaclip.model.clip.EndOfText;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.weights.ElementType;
import io.cmaclip.model.weights.SafetensorsFile;
import io.cmaclip.model.weights.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ClipImportTest {
  @TempDir Path folder;
  private final HuggingFaceModel model = new HuggingFaceModel();

  @Test
  void stacksLayersAndKeepsValues() throws IOException {
    ClipFolder imported = imported(model.write(folder.resolve("hf")));
    assertThat(imported.encoders().image().feedForward()).isEqualTo(24);
    try (SafetensorsFile weights = imported.openWeights()) {
      float[] stacked = weights.get("text.transformer.qkv_weight").toFloats();
      float[] values =
          model.tensors.get("text_model.encoder.layers.1.self_attn.v_proj.weight").toFloats();
      assertThat(Arrays.copyOfRange(stacked, 5 * 64, 6 * 64)).isEqualTo(values);
      assertThat(weights.get("image.patch_weight").toFloats())
          .isEqualTo(
              model.tensors.get("vision_model.embeddings.patch_embedding.weight").toFloats());
      assertThat(weights.info("logit_scale").shape()).isEmpty();
    }
  }

  @Test
  void shardsEqualASingleFile() throws IOException {
    ClipFolder whole = imported(model.write(folder.resolve("whole")));
    byte[] expected = Files.readAllBytes(whole.folder().resolve("weights.safetensors"));
    ClipFolder sharded = imported(model.writeSharded(folder.resolve("sharded")));
    assertThat(sharded.folder().resolve("weights.safetensors")).hasBinaryContent(expected);
  }

  @Test
  void keepsFloat16AndConvertsBfloat16ToFloat32() throws IOException {
    float[] expected = model.tensors.get("visual_projection.weight").toFloats();
    Path brain = folder.resolve("brain");
    writeAsBfloat16(brain);
    ClipFolder wide = imported(brain);
    try (SafetensorsFile weights = wide.openWeights()) {
      assertThat(weights.info("image.projection").type()).isEqualTo(ElementType.FLOAT32);
      assertThat(weights.get("image.projection").toFloats()).isEqualTo(expected);
    }
    ClipFolder half = imported(model.halved().write(folder.resolve("half")));
    try (SafetensorsFile weights = half.openWeights()) {
      assertThat(weights.info("image.projection").type()).isEqualTo(ElementType.FLOAT16);
      assertThat(weights.get("image.projection").toFloats()).isEqualTo(expected);
    }
  }

  /** Writes the model with every float32 truncated to bfloat16. */
  private void writeAsBfloat16(Path to) throws IOException {
    model.write(to);
    Path file = to.resolve("model.safetensors");
    ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int length = (int) all.getLong(0);
    ObjectNode header =
        (ObjectNode)
            new ObjectMapper().readTree(new String(all.array(), 8, length, StandardCharsets.UTF_8));
    for (Map.Entry<String, JsonNode> entry : header.properties()) {
      ObjectNode tensor = (ObjectNode) entry.getValue();
      long begin = tensor.path("data_offsets").path(0).asLong() / 2;
      long end = tensor.path("data_offsets").path(1).asLong() / 2;
      tensor.put("dtype", "BF16").putArray("data_offsets").add(begin).add(end);
    }
    byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
    ByteBuffer out =
        ByteBuffer.allocate(8 + json.length + (all.capacity() - 8 - length) / 2)
            .order(ByteOrder.LITTLE_ENDIAN);
    out.putLong(json.length).put(json);
    for (int at = 8 + length; at < all.capacity(); at += 4) {
      out.putShort((short) (all.getInt(at) >>> 16));
    }
    Files.write(file, out.array());
  }

  @Test
  void usesTheValuesOfTheConfiguration() throws IOException {
    model.part("text_config").put("hidden_act", "gelu").put("layer_norm_eps", 1e-6);
    model.preprocessor.putObject("size").put("shortest_edge", 20);
    model.preprocessor.putArray("image_mean").add(0.5).add(0.4).add(0.3);
    ClipFolder imported = imported(model.write(folder.resolve("hf")));
    assertThat(imported.encoders().text().activation()).isEqualTo(Activation.GELU);
    assertThat(imported.encoders().text().epsilon()).isEqualTo(1e-6);
    assertThat(imported.encoders().image().resize()).isEqualTo(20);
    assertThat(imported.encoders().image().fit()).isEqualTo(Fit.CROP);
    assertThat(imported.encoders().image().mean()).containsExactly(0.5, 0.4, 0.3);
    assertThat(imported.encoders().endOfText().highestId()).isFalse();
    assertThat(ClipFolder.open(imported.folder()).encoders()).isEqualTo(imported.encoders());
  }

  @Test
  void importsTheFormatOfOlderReleases() throws IOException {
    model.config.set("text_config_dict", model.part("text_config").deepCopy());
    model.part("text_config").put("hidden_size", 512);
    model.part("text_config_dict").put("eos_token_id", 2);
    model.config.putNull("vision_config_dict");
    model.preprocessor.put("size", 16).put("crop_size", 16);
    model.tensors.put("text_model.embeddings.position_ids", Tensor.of(new long[] {0, 1, 2}, 1, 3));
    ClipFolder imported = imported(model.write(folder.resolve("hf")));
    assertThat(imported.encoders().text().hidden()).isEqualTo(8);
    assertThat(imported.encoders().endOfText().highestId()).isTrue();
  }

  @Test
  void findsTheEndOfTextByTheConfiguredRule() {
    int[] ids = {7, 2, 5, 9, 3, 9};
    assertThat(new EndOfText(true, 2).position(ids)).isEqualTo(3);
    assertThat(new EndOfText(false, 5).position(ids)).isEqualTo(2);
    assertThat(new EndOfText(false, 100).position(ids)).isZero();
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        refusal(
            "config.json: text_config.hidden_act = \"relu\"",
            m -> m.part("text_config").put("hidden_act", "relu")),
        refusal("model_type = \"blip\": must be clip", m -> m.config.put("model_type", "blip")),
        refusal(
            "vision_config.num_attention_heads = \"two\": must be a whole number",
            m -> m.part("vision_config").put("num_attention_heads", "two")),
        refusal(
            "image.hidden = 8: must be a multiple of image.heads = 3",
            m -> m.part("vision_config").put("num_attention_heads", 3)),
        refusal("resample = 2: must be 3", m -> m.preprocessor.put("resample", 2)),
        refusal("image_size = 32", m -> m.part("vision_config").put("image_size", 32)),
        refusal(
            "size = {\"shortest_edge\":8}: must be at least crop_size",
            m -> m.preprocessor.putObject("size").put("shortest_edge", 8)),
        refusal("tensor logit_scale is missing", m -> m.tensors.remove("logit_scale")),
        refusal(
            "tensor text_projection.weight is missing",
            m -> m.tensors.remove("text_projection.weight")),
        refusal(
            "tensor text_model.encoder.layers.1.mlp.fc2.bias is missing",
            m -> m.tensors.remove("text_model.encoder.layers.1.mlp.fc2.bias")),
        refusal(
            "tensor vision_model.encoder.layers.0.self_attn.q_proj.weight has shape [8, 9];"
                + " the configuration says [8, 8]",
            m -> m.tensor("vision_model.encoder.layers.0.self_attn.q_proj.weight", 8, 9)),
        refusal(
            "tensor vision_model.embeddings.patch_embedding.weight has shape [8, 192];"
                + " the configuration says [8, 3, 8, 8]",
            m -> m.tensor("vision_model.embeddings.patch_embedding.weight", 8, 192)),
        refusal(
            "tensor text_model.encoder.layers.2.mlp.fc1.bias: unknown",
            m -> m.tensor("text_model.encoder.layers.2.mlp.fc1.bias", 24)),
        refusal("vocab_size", m -> m.part("text_config").put("vocab_size", 10)));
  }

  private static Arguments refusal(String message, Consumer<HuggingFaceModel> change) {
    return Arguments.of(message, change);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void refusesUnsupportedModelsInOneLine(String message, Consumer<HuggingFaceModel> change)
      throws IOException {
    change.accept(model);
    Path from = model.write(folder.resolve("hf"));
    refused(from, message);
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void refusesDamagedAndForeignFiles() throws IOException {
    Path from = model.write(folder.resolve("hf"));
    Path weights = from.resolve("model.safetensors");
    byte[] whole = Files.readAllBytes(weights);
    for (int length : new int[] {0, 7, 100, whole.length / 2, whole.length - 1}) {
      Files.write(weights, Arrays.copyOf(whole, length));
      refused(from, "model.safetensors");
    }
    String text = new String(whole, StandardCharsets.ISO_8859_1);
    Files.writeString(
        weights,
        text.replaceFirst("\"shape\":\\[6,8\\]", "\"shape\":[6,8000000000]"),
        StandardCharsets.ISO_8859_1);
    refused(from, "model.safetensors");
    Files.write(weights, new byte[] {'P', 'K', 3, 4, 0, 0, 0, 0, 0, 0, 0, 0});
    refused(from, "no safetensors file");
    Files.delete(weights);
    Files.write(from.resolve("pytorch_model.bin"), new byte[] {1});
    refused(from, "pytorch_model.bin is pickled and never read");
    Files.write(weights, whole);
    Files.writeString(from.resolve("tokenizer.json"), "{\"model\": {\"type\": \"WordPiece\"}}");
    refused(from, "tokenizer of type WordPiece");
    Files.writeString(from.resolve("tokenizer.json"), "{");
    refused(from, "not readable as JSON");
    Files.writeString(from.resolve("config.json"), "[]");
    refused(from, "must be a JSON object");
    Files.delete(from.resolve("config.json"));
    refused(from, "config.json is missing");
    refused(folder.resolve("nowhere"), "no such folder");
  }

  @Test
  void refusesAnIndexThatPointsOutsideTheFolder() throws IOException {
    Path from = model.writeSharded(folder.resolve("hf"));
    Path index = from.resolve("model.safetensors.index.json");
    String text = Files.readString(index);
    Files.writeString(index, text.replace("model-00001", "../model-00001"));
    refused(from, "is no safetensors file here");
    Files.writeString(index, text.replace("visual_projection", "other_projection"));
    refused(from, "has no tensor other_projection.weight");
    Files.writeString(index, "{}");
    refused(from, "weight_map is missing");
  }

  @Test
  void doesNotOverwriteAnUnrelatedFolder() throws IOException {
    Files.createDirectories(folder.resolve("out"));
    Files.writeString(folder.resolve("out/letter.txt"), "dear");
    refused(model.write(folder.resolve("hf")), "was not changed");
    assertThat(folder.resolve("out/letter.txt")).hasContent("dear");
  }

  @Test
  void buildsHuggingFacesTokenizerFromVocabularyAndMerges() throws IOException {
    Path tiny = SharedFolder.require("fixtures/models/clip-tiny-32");
    Path from = Files.createDirectories(folder.resolve("hf"));
    for (String file :
        List.of(
            "config.json",
            "preprocessor_config.json",
            "model.safetensors",
            "vocab.json",
            "merges.txt")) {
      Files.copy(tiny.resolve(file), from.resolve(file));
    }
    ClipFolder imported = imported(from);
    ObjectMapper json = new ObjectMapper();
    assertThat(json.readTree(imported.tokenizer()))
        .isEqualTo(json.readTree(tiny.resolve("tokenizer.json").toFile()));
    assertThat(imported.encoders().projection()).isEqualTo(40);
  }

  private ClipFolder imported(Path from) throws IOException {
    return ClipImport.run(from, folder.resolve("out"));
  }

  private void refused(Path from, String message) {
    assertThatThrownBy(() -> ClipImport.run(from, folder.resolve("out")))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
  }
}
