package io.cmaclip.model.huggingface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cmaclip.model.architecture.Activation;
import io.cmaclip.model.architecture.Fit;
import io.cmaclip.model.clip.ClipEncoders;
import io.cmaclip.model.clip.ClipFolder;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.weights.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CLIP folders as different tools and downloads leave them. */
class CheckpointFormsTest {
  private static final String LFS_POINTER =
      "version https://git-lfs.github.com/spec/v1\noid sha256:0a1b\nsize 605157884\n";

  @TempDir Path folder;
  private final HuggingFaceModel model = new HuggingFaceModel();
  private Path plain;

  @BeforeEach
  void write() throws IOException {
    plain = model.write(folder.resolve("plain"));
  }

  @Test
  void transformers5EqualsTransformers4() throws IOException {
    assertSame(CheckpointForms.transformers5(plain, folder.resolve("five")));
  }

  @Test
  void prefersTheImageProcessorInProcessorConfig() throws IOException {
    ObjectNode image = CheckpointForms.read(plain.resolve("preprocessor_config.json"));
    image.putObject("size").put("shortest_edge", 20);
    ObjectNode processor = new ObjectMapper().createObjectNode();
    processor.set("image_processor", image);
    CheckpointForms.write(plain.resolve("processor_config.json"), processor);
    assertThat(imported(plain).encoders().image().resize()).isEqualTo(20);
    processor.withObject("/image_processor").put("resample", 2);
    CheckpointForms.write(plain.resolve("processor_config.json"), processor);
    assertRefused(plain, "processor_config.json: image_processor: resample = 2: must be 3");
  }

  @Test
  void aProcessorConfigOfTransformers4IsIgnored() throws IOException {
    Files.writeString(
        plain.resolve("processor_config.json"), "{\"processor_class\": \"CLIPProcessor\"}");
    assertThat(imported(plain).encoders().image().resize()).isEqualTo(16);
    Files.delete(plain.resolve("preprocessor_config.json"));
    assertRefused(plain, "preprocessor_config.json is missing, and processor_config.json has no");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "text."})
  void openClipEqualsTransformers(String textPrefix) throws IOException {
    assertSame(CheckpointForms.openClip(plain, folder.resolve("open"), textPrefix));
  }

  @Test
  void findsTheWeightsOfAFolderWithBothFormats() throws IOException {
    Path both = CheckpointForms.openClip(plain, folder.resolve("both"), "");
    Files.copy(plain.resolve("config.json"), both.resolve("config.json"));
    Files.copy(plain.resolve("preprocessor_config.json"), both.resolve("preprocessor_config.json"));
    Files.write(both.resolve("pytorch_model.bin"), new byte[] {1});
    assertSame(both);
    Files.move(both.resolve("open_clip_model.safetensors"), both.resolve("model.safetensors"));
    assertSame(both);
  }

  @Test
  void openClipDefaultsToExactGeluAndSupportsSquash() throws IOException {
    Path open = CheckpointForms.openClip(plain, folder.resolve("open"), "");
    ObjectNode config = CheckpointForms.read(open.resolve("open_clip_config.json"));
    config.withObject("/model_cfg").remove("quick_gelu");
    config.withObject("/model_cfg/text_cfg").putObject("norm_kwargs").put("eps", 1e-6);
    config.withObject("/model_cfg/text_cfg").put("pool_type", "argmax");
    config
        .withObject("/preprocess_cfg")
        .put("resize_mode", "squash")
        .putArray("size")
        .add(16)
        .add(16);
    CheckpointForms.write(open.resolve("open_clip_config.json"), config);
    ClipEncoders encoders = imported(open).encoders();
    assertThat(encoders.image().activation()).isEqualTo(Activation.GELU);
    assertThat(encoders.image().fit()).isEqualTo(Fit.STRETCH);
    assertThat(encoders.text().activation()).isEqualTo(Activation.GELU);
    assertThat(encoders.text().epsilon()).isEqualTo(1e-6);
    assertThat(encoders.endOfText().highestId()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/model_cfg | init_logit_bias | -10.0 | SigLIP is not supported",
        "/model_cfg | multimodal_cfg | {\"width\":8} | model_cfg.multimodal_cfg",
        "/model_cfg | embed_dim | \"six\" | embed_dim = \"six\": must be a whole number",
        "/model_cfg/vision_cfg | layers | [3,4,6,3] | a ResNet is not supported",
        "/model_cfg/vision_cfg | timm_model_name | \"vit_b\" | timm_model_name = \"vit_b\"",
        "/model_cfg/vision_cfg | ls_init_value | 0.1 | vision_cfg.ls_init_value = 0.1",
        "/model_cfg/vision_cfg | image_size | [16,32] | image_size = [16,32]: must be a square",
        "/model_cfg/text_cfg | hf_model_name | \"roberta\" | text_cfg.hf_model_name",
        "/model_cfg/text_cfg | pool_type | \"last\" | pool_type = \"last\": must be argmax or eos",
        "/preprocess_cfg | interpolation | \"bilinear\" | must be bicubic",
        "/preprocess_cfg | resize_mode | \"longest\" | must be shortest or squash",
        "/preprocess_cfg | mean | [0.5] | preprocess_cfg.mean = [0.5]: must be 3 numbers",
        "/preprocess_cfg | size | 32 | preprocess_cfg.size = 32: must be image_size = 16",
      })
  void refusesUnsupportedOpenClipModels(String place, String key, String value, String message)
      throws IOException {
    Path open = CheckpointForms.openClip(plain, folder.resolve("open"), "");
    ObjectNode config = CheckpointForms.read(open.resolve("open_clip_config.json"));
    config.withObject(place).set(key, new ObjectMapper().readTree(value));
    CheckpointForms.write(open.resolve("open_clip_config.json"), config);
    assertRefused(open, message);
  }

  @Test
  void namesTheCommandThatConvertsPickledWeights() throws IOException {
    Files.delete(plain.resolve("model.safetensors"));
    Files.write(plain.resolve("pytorch_model.bin"), new byte[] {1});
    assertRefused(plain, "torch.load('pytorch_model.bin', map_location='cpu', weights_only=True)");
    assertRefused(plain, "'model.safetensors', {'format': 'pt'})\"");
    Files.writeString(plain.resolve("pytorch_model.bin.index.json"), "{}");
    Files.move(
        plain.resolve("pytorch_model.bin"), plain.resolve("pytorch_model-00001-of-00002.bin"));
    assertRefused(plain, "CLIPModel.from_pretrained('.').save_pretrained('.')\"");
    Path open = CheckpointForms.openClip(model.write(folder.resolve("p")), folder.resolve("o"), "");
    Files.move(
        open.resolve("open_clip_model.safetensors"), open.resolve("open_clip_pytorch_model.bin"));
    assertRefused(open, "'open_clip_model.safetensors', {'format': 'pt'})\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "config.json",
        "preprocessor_config.json",
        "tokenizer.json",
        "model.safetensors",
      })
  void namesDefectsOfADownload(String file) throws IOException {
    Path path = plain.resolve(file);
    Files.writeString(path, LFS_POINTER);
    assertRefused(plain, file + " is a Git LFS pointer: run \"git lfs pull\" in " + plain);
    Files.writeString(path, "<!doctype html><title>Sign in</title>");
    assertRefused(plain, file + " is a web page");
    Files.delete(path);
    Files.createSymbolicLink(path, Path.of("../../blobs/0a1b"));
    assertRefused(plain, file + " is a broken link");
  }

  @Test
  void namesMissingTokenizerFiles() throws IOException {
    Path tokenizer = plain.resolve("tokenizer.json");
    ObjectNode json = CheckpointForms.read(tokenizer);
    JsonNode vocabulary = json.at("/model/vocab");
    json.withObject("/model").putArray("merges");
    CheckpointForms.write(tokenizer, json);
    assertRefused(plain, "tokenizer.json: model.merges is missing or empty");
    Files.delete(tokenizer);
    assertRefused(plain, "tokenizer.json and vocab.json are missing");
    CheckpointForms.write(plain.resolve("vocab.json"), vocabulary);
    assertRefused(plain, "merges.txt is missing: vocab.json needs it");
  }

  @Test
  void ignoresBuffers() throws IOException {
    byte[] expected = weights(imported(plain));
    for (String encoder : List.of("text_model", "vision_model")) {
      model.tensors.put(
          encoder + ".embeddings.position_ids", Tensor.of(new long[] {0, 1, 2}, 1, 3));
    }
    model.tensors.put("text_model.causal_attention_mask", Tensor.of(new float[4], 2, 2));
    model.tensors.put("logit_scale", Tensor.of(model.tensors.get("logit_scale").toFloats(), 1));
    ClipFolder imported = imported(model.write(folder.resolve("buffers")));
    assertThat(weights(imported)).isEqualTo(expected);
  }

  @Test
  void refusesOneEncoderAlone() throws IOException {
    model.tensors.keySet().removeIf(name -> name.startsWith("text_"));
    assertRefused(
        model.write(folder.resolve("vision")),
        "is missing, like all of text_model.*: only a whole CLIP model is imported");
    model.config.put("model_type", "clip_vision_model").put("hidden_act", "quick_gelu");
    model.config.remove("text_config");
    assertRefused(
        model.write(folder.resolve("alone")),
        "this is the image encoder alone (CLIPVisionModelWithProjection)");
  }

  @Test
  void refusesSigLipByName() throws IOException {
    model.config.put("model_type", "siglip");
    model.part("text_config").put("hidden_act", "gelu_pytorch_tanh");
    assertRefused(
        model.write(folder.resolve("siglip")),
        "model_type = \"siglip\": SigLIP is not supported: it is trained with a sigmoid loss and uses"
            + " another tokenizer");
  }

  @Test
  void followsTheCacheOfTheHub() throws IOException {
    Path cache = folder.resolve("models--shop--clip");
    Path snapshot = Files.createDirectories(cache.resolve("snapshots/0a1b"));
    Path blobs = Files.createDirectories(cache.resolve("blobs"));
    for (String file :
        List.of("config.json", "preprocessor_config.json", "tokenizer.json", "model.safetensors")) {
      Files.move(plain.resolve(file), blobs.resolve("of-" + file));
      Files.createSymbolicLink(snapshot.resolve(file), Path.of("../../blobs/of-" + file));
    }
    assertThat(imported(cache).encoders().projection()).isEqualTo(6);
    Files.createDirectories(cache.resolve("snapshots/2c3d"));
    assertRefused(cache, "has 2 snapshots; name one of them");
    Files.createDirectories(cache.resolve("refs"));
    Files.writeString(cache.resolve("refs/main"), "0a1b");
    assertThat(imported(cache).encoders().projection()).isEqualTo(6);
  }

  @Test
  void readsTheOnlySafetensorsFileUnderAnyName() throws IOException {
    Files.move(plain.resolve("model.safetensors"), plain.resolve("model.fp16.safetensors"));
    assertThat(imported(plain).encoders().projection()).isEqualTo(6);
    Files.copy(plain.resolve("model.fp16.safetensors"), plain.resolve("ema.safetensors"));
    assertRefused(plain, "rename one of ema.safetensors, model.fp16.safetensors");
  }

  /**
   * Asserts that a folder is imported with the encoders, weights and tokenizer of the plain one.
   */
  private void assertSame(Path other) throws IOException {
    ClipFolder expected = ClipImport.run(model.write(folder.resolve("again")), folder.resolve("e"));
    ClipFolder actual = ClipImport.run(other, folder.resolve("a"));
    assertThat(actual.encoders().image()).isEqualTo(expected.encoders().image());
    assertThat(actual.encoders().text()).isEqualTo(expected.encoders().text());
    assertThat(actual.encoders().projection()).isEqualTo(expected.encoders().projection());
    assertThat(actual.encoders().endOfText()).isEqualTo(expected.encoders().endOfText());
    assertThat(actual.tokenizer()).isEqualTo(expected.tokenizer());
    assertThat(weights(actual)).isEqualTo(weights(expected));
  }

  private ClipFolder imported(Path from) throws IOException {
    return ClipImport.run(from, folder.resolve("out"));
  }

  private static byte[] weights(ClipFolder imported) throws IOException {
    return Files.readAllBytes(imported.folder().resolve("weights.safetensors"));
  }

  private void assertRefused(Path from, String message) {
    assertThatThrownBy(() -> imported(from))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
  }
}
