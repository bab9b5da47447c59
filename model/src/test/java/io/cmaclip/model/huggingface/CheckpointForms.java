package io.cmaclip.model.huggingface;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cmaclip.model.weights.SafetensorsFile;
import io.cmaclip.model.weights.Tensor;
import io.cmaclip.model.weights.WeightMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Converts a CLIP folder of transformers 4 to the formats of other releases and of open_clip. */
public final class CheckpointForms {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Map<String, String> OPEN_CLIP =
      Map.ofEntries(
          Map.entry("vision_model.embeddings.patch_embedding.weight", "visual.conv1.weight"),
          Map.entry("vision_model.embeddings.class_embedding", "visual.class_embedding"),
          Map.entry(
              "vision_model.embeddings.position_embedding.weight", "visual.positional_embedding"),
          Map.entry("vision_model.pre_layrnorm", "visual.ln_pre"),
          Map.entry("vision_model.post_layernorm", "visual.ln_post"),
          Map.entry("vision_model.encoder.layers", "visual.transformer.resblocks"),
          Map.entry("text_model.encoder.layers", "TEXTtransformer.resblocks"),
          Map.entry("text_model.embeddings.token_embedding", "TEXTtoken_embedding"),
          Map.entry("text_model.embeddings.position_embedding.weight", "TEXTpositional_embedding"),
          Map.entry("text_model.final_layer_norm", "TEXTln_final"),
          Map.entry("self_attn.out_proj", "attn.out_proj"),
          Map.entry("layer_norm1", "ln_1"),
          Map.entry("layer_norm2", "ln_2"),
          Map.entry("mlp.fc1", "mlp.c_fc"),
          Map.entry("mlp.fc2", "mlp.c_proj"));

  private CheckpointForms() {}

  /**
   * Writes the folder as transformers 5 does, with the image processor in processor_config.json.
   */
  public static Path transformers5(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    ObjectNode config = read(from.resolve("config.json"));
    config.remove("torch_dtype");
    write(to.resolve("config.json"), config.put("dtype", "float32"));
    ObjectNode image = read(from.resolve("preprocessor_config.json"));
    image.put("image_processor_type", "CLIPImageProcessorFast");
    image.put("data_format", "channels_first").putNull("do_pad");
    ObjectNode processor = JSON.createObjectNode().put("processor_class", "CLIPProcessor");
    processor.set("image_processor", image);
    write(to.resolve("processor_config.json"), processor);
    for (String file : List.of("tokenizer.json", "model.safetensors")) {
      Files.copy(from.resolve(file), to.resolve(file));
    }
    return to;
  }

  /**
   * Writes the folder as open_clip does.
   *
   * @param textPrefix of the tensors of the text encoder: empty, or {@code text.} for custom_text
   */
  public static Path openClip(Path from, Path to, String textPrefix) throws IOException {
    Files.createDirectories(to);
    Files.copy(from.resolve("tokenizer.json"), to.resolve("tokenizer.json"));
    ObjectNode config = openClipConfig(from);
    config.withObject("/model_cfg").put("custom_text", !textPrefix.isEmpty());
    write(to.resolve("open_clip_config.json"), config);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    try (SafetensorsFile file = SafetensorsFile.open(from.resolve("model.safetensors"))) {
      for (String name : file.names()) {
        add(tensors, name, file, textPrefix);
      }
    }
    int context = config.at("/model_cfg/text_cfg/context_length").asInt();
    tensors.put("attn_mask", Tensor.of(new float[context * context], context, context));
    SafetensorsFile.write(
        to.resolve("open_clip_model.safetensors"), new WeightMap(tensors), Map.of());
    return to;
  }

  private static void add(
      Map<String, Tensor> tensors, String name, SafetensorsFile file, String textPrefix) {
    if (name.equals("visual_projection.weight")) {
      tensors.put("visual.proj", transposed(file.get(name)));
    } else if (name.equals("text_projection.weight")) {
      tensors.put(textPrefix + "text_projection", transposed(file.get(name)));
    } else if (name.contains(".q_proj.")) {
      Tensor stacked =
          stacked(
              file.get(name),
              file.get(name.replace(".q_proj.", ".k_proj.")),
              file.get(name.replace(".q_proj.", ".v_proj.")));
      tensors.put(renamed(name, textPrefix).replace("self_attn.q_proj.", "attn.in_proj_"), stacked);
    } else if (!name.contains(".k_proj.")
        && !name.contains(".v_proj.")
        && !name.endsWith("position_ids")) {
      tensors.put(renamed(name, textPrefix), file.get(name));
    }
  }

  private static String renamed(String name, String textPrefix) {
    String renamed = name;
    for (Map.Entry<String, String> rule : OPEN_CLIP.entrySet()) {
      renamed = renamed.replace(rule.getKey(), rule.getValue());
    }
    return renamed.replace("TEXT", textPrefix);
  }

  private static ObjectNode openClipConfig(Path from) throws IOException {
    JsonNode config = read(from.resolve("config.json"));
    JsonNode vision = config.path("vision_config");
    JsonNode text = config.path("text_config");
    ObjectNode root = JSON.createObjectNode();
    ObjectNode model = root.putObject("model_cfg");
    model.put("embed_dim", config.path("projection_dim").asInt());
    model.put("quick_gelu", !vision.path("hidden_act").asText().equals("gelu"));
    ObjectNode visionCfg = model.putObject("vision_cfg");
    visionCfg.put("image_size", vision.path("image_size").asInt());
    visionCfg.put("patch_size", vision.path("patch_size").asInt());
    visionCfg.put(
        "head_width",
        vision.path("hidden_size").asInt() / vision.path("num_attention_heads").asInt());
    ObjectNode textCfg = model.putObject("text_cfg");
    textCfg.put("context_length", text.path("max_position_embeddings").asInt());
    textCfg.put("vocab_size", text.path("vocab_size").asInt());
    textCfg.put("heads", text.path("num_attention_heads").asInt());
    int end = text.path("eos_token_id").asInt();
    textCfg.put("pool_type", end == 2 ? "argmax" : "eos").put("eos_id", end);
    common(visionCfg, vision);
    common(textCfg, text);
    ObjectNode preprocess = root.putObject("preprocess_cfg");
    JsonNode image = read(from.resolve("preprocessor_config.json"));
    if (image.has("image_mean")) {
      preprocess.set("mean", image.get("image_mean"));
      preprocess.set("std", image.get("image_std"));
    }
    preprocess.put("interpolation", "bicubic").put("resize_mode", "shortest");
    return root;
  }

  private static void common(ObjectNode to, JsonNode from) {
    to.put("width", from.path("hidden_size").asInt());
    to.put("layers", from.path("num_hidden_layers").asInt());
    to.put(
        "mlp_ratio",
        from.path("intermediate_size").asDouble() / from.path("hidden_size").asDouble());
  }

  private static Tensor transposed(Tensor matrix) {
    int rows = matrix.shape().get(0).intValue();
    int columns = matrix.shape().get(1).intValue();
    float[] from = matrix.toFloats();
    float[] to = new float[from.length];
    for (int i = 0; i < to.length; i++) {
      to[i] = from[i % rows * columns + i / rows];
    }
    return Tensor.of(to, columns, rows);
  }

  private static Tensor stacked(Tensor... parts) {
    int size = parts[0].toFloats().length;
    float[] all = new float[parts.length * size];
    for (int i = 0; i < parts.length; i++) {
      System.arraycopy(parts[i].toFloats(), 0, all, i * size, size);
    }
    long[] shape = parts[0].shape().stream().mapToLong(Long::longValue).toArray();
    shape[0] *= parts.length;
    return Tensor.of(all, shape);
  }

  static ObjectNode read(Path file) throws IOException {
    return (ObjectNode) JSON.readTree(file.toFile());
  }

  static void write(Path file, JsonNode json) throws IOException {
    JSON.writeValue(file.toFile(), json);
  }
}
