package io.cmaclip.model.huggingface;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cmaclip.model.text.TinyTokenizer;
import io.cmaclip.model.weights.ElementType;
import io.cmaclip.model.weights.SafetensorsFile;
import io.cmaclip.model.weights.Tensor;
import io.cmaclip.model.weights.WeightMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A small CLIP model in the format of {@code save_pretrained}, with random weights; its parts may
 * be modified before it is written.
 */
public final class HuggingFaceModel {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int WIDTH = 8;
  private static final int LAYERS = 2;

  public final ObjectNode config = JSON.createObjectNode();
  public final ObjectNode preprocessor = JSON.createObjectNode();
  public final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final Random random = new Random(3);

  public HuggingFaceModel() {
    config.put("model_type", "clip").put("projection_dim", 6);
    part("text_config").put("vocab_size", TinyTokenizer.VOCABULARY);
    part("text_config").put("max_position_embeddings", 12);
    part("text_config").put("eos_token_id", TinyTokenizer.END);
    part("vision_config").put("image_size", 16).put("patch_size", 8);
    for (String part : List.of("text_config", "vision_config")) {
      part(part).put("hidden_size", WIDTH).put("intermediate_size", 3 * WIDTH);
      part(part).put("num_hidden_layers", LAYERS).put("num_attention_heads", 2);
    }
    preprocessor.putObject("size").put("shortest_edge", 16);
    preprocessor.putObject("crop_size").put("height", 16).put("width", 16);
    tensor("logit_scale");
    tensor("visual_projection.weight", 6, WIDTH);
    tensor("text_projection.weight", 6, WIDTH);
    tensor("vision_model.embeddings.class_embedding", WIDTH);
    tensor("vision_model.embeddings.patch_embedding.weight", WIDTH, 3, 8, 8);
    tensor("vision_model.embeddings.position_embedding.weight", 5, WIDTH);
    norm("vision_model.pre_layrnorm");
    norm("vision_model.post_layernorm");
    tensor("text_model.embeddings.token_embedding.weight", TinyTokenizer.VOCABULARY, WIDTH);
    tensor("text_model.embeddings.position_embedding.weight", 12, WIDTH);
    norm("text_model.final_layer_norm");
    for (int layer = 0; layer < LAYERS; layer++) {
      for (String model : List.of("text_model", "vision_model")) {
        layer(model + ".encoder.layers." + layer + ".");
      }
    }
  }

  private void layer(String prefix) {
    norm(prefix + "layer_norm1");
    norm(prefix + "layer_norm2");
    for (String part : List.of("q_proj", "k_proj", "v_proj", "out_proj")) {
      tensor(prefix + "self_attn." + part + ".weight", WIDTH, WIDTH);
      tensor(prefix + "self_attn." + part + ".bias", WIDTH);
    }
    tensor(prefix + "mlp.fc1.weight", 3 * WIDTH, WIDTH);
    tensor(prefix + "mlp.fc1.bias", 3 * WIDTH);
    tensor(prefix + "mlp.fc2.weight", WIDTH, 3 * WIDTH);
    tensor(prefix + "mlp.fc2.bias", WIDTH);
  }

  private void norm(String name) {
    tensor(name + ".weight", WIDTH);
    tensor(name + ".bias", WIDTH);
  }

  void tensor(String name, long... shape) {
    int size = 1;
    for (long dimension : shape) {
      size *= (int) dimension;
    }
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      // Values that float16 and bfloat16 represent exactly.
      values[i] = (random.nextInt(65) - 32) / 32f;
    }
    tensors.put(name, Tensor.of(values, shape));
  }

  public ObjectNode part(String name) {
    return config.withObject("/" + name);
  }

  /** Writes all weights to one file. */
  public Path write(Path folder) throws IOException {
    writeOthers(folder);
    SafetensorsFile.write(folder.resolve("model.safetensors"), new WeightMap(tensors), Map.of());
    return folder;
  }

  /** Writes the weights to two files with an index. */
  Path writeSharded(Path folder) throws IOException {
    writeOthers(folder);
    Map<String, Tensor> vision = new LinkedHashMap<>(tensors);
    vision.keySet().removeIf(name -> !name.startsWith("vision"));
    Map<String, Tensor> others = new LinkedHashMap<>(tensors);
    others.keySet().removeAll(vision.keySet());
    ObjectNode places = JSON.createObjectNode();
    String first = "model-00001-of-00002.safetensors";
    String second = "model-00002-of-00002.safetensors";
    vision.keySet().forEach(name -> places.put(name, first));
    others.keySet().forEach(name -> places.put(name, second));
    SafetensorsFile.write(folder.resolve(first), new WeightMap(vision), Map.of());
    SafetensorsFile.write(folder.resolve(second), new WeightMap(others), Map.of());
    ObjectNode index = JSON.createObjectNode();
    index.set("weight_map", places);
    JSON.writeValue(folder.resolve("model.safetensors.index.json").toFile(), index);
    return folder;
  }

  private void writeOthers(Path folder) throws IOException {
    Files.createDirectories(folder);
    JSON.writeValue(folder.resolve("config.json").toFile(), config);
    JSON.writeValue(folder.resolve("preprocessor_config.json").toFile(), preprocessor);
    Files.write(folder.resolve("tokenizer.json"), TinyTokenizer.json());
  }

  /** Converts all tensors to float16. */
  HuggingFaceModel halved() {
    tensors.replaceAll((name, tensor) -> tensor.as(ElementType.FLOAT16));
    return this;
  }
}
