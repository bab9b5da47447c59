package io.cmaclip.model.huggingface;

import com.fasterxml.jackson.databind.JsonNode;
import io.cmaclip.model.architecture.Activation;
import io.cmaclip.model.architecture.Fit;
import io.cmaclip.model.architecture.ImageEncoder;
import io.cmaclip.model.architecture.Stem;
import io.cmaclip.model.architecture.TextEncoder;
import io.cmaclip.model.clip.ClipEncoders;
import io.cmaclip.model.clip.EndOfText;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.files.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code open_clip_config.json} of a CLIP model. Missing keys have the defaults of open_clip. A key
 * that may change the computation and is not supported is refused.
 */
final class OpenClipConfig {
  static final String FILE = "open_clip_config.json";

  private static final Set<String> MODEL_KEYS =
      Set.of(
          "embed_dim",
          "vision_cfg",
          "text_cfg",
          "quick_gelu",
          "custom_text",
          "init_logit_scale",
          "nonscalar_logit_scale");

  private static final Set<String> VISION_KEYS =
      Set.of(
          "image_size",
          "patch_size",
          "width",
          "layers",
          "head_width",
          "mlp_ratio",
          "patch_dropout",
          "pool_type",
          "pos_embed_type",
          "norm_kwargs",
          "output_tokens");

  private static final Set<String> TEXT_KEYS =
      Set.of(
          "context_length",
          "vocab_size",
          "hf_tokenizer_name",
          "hf_model_pretrained",
          "tokenizer_kwargs",
          "width",
          "heads",
          "layers",
          "mlp_ratio",
          "pad_id",
          "eos_id",
          "pool_type",
          "proj_type",
          "norm_kwargs",
          "output_tokens");

  private final JsonNode model;
  private final JsonNode vision;
  private final JsonNode text;
  private final JsonNode preprocess;

  private OpenClipConfig(JsonNode root) {
    model = root.path("model_cfg");
    vision = model.path("vision_cfg");
    text = model.path("text_cfg");
    preprocess = root.path("preprocess_cfg");
  }

  /**
   * Whether to read a folder in open_clip's format: it has this configuration, and no complete
   * model in Hugging Face's format.
   */
  static boolean isUsed(Path folder) {
    boolean huggingFace =
        CheckpointFile.exists(folder.resolve(ClipConfig.FILE))
            && ShardedWeights.exists(folder, "model");
    return !huggingFace && CheckpointFile.exists(folder.resolve(FILE));
  }

  /**
   * Reads the configuration of a model.
   *
   * @param name for display
   * @throws UserException naming file, key and value of anything unsupported
   */
  static ClipEncoders read(Path folder, String name) {
    Path file = folder.resolve(FILE);
    JsonNode root = CheckpointFile.read(file, JsonNode.class);
    try {
      OpenClipConfig config = new OpenClipConfig(root);
      config.check();
      return config.encoders(name);
    } catch (IllegalArgumentException e) {
      throw new UserException(file + ": " + e.getMessage(), e);
    }
  }

  private void check() {
    if (!vision.isObject() || !text.isObject()) {
      throw new IllegalArgumentException(
          "model_cfg.vision_cfg or model_cfg.text_cfg is missing: must be an object");
    }
    if (isSet(model.path("init_logit_bias"))) {
      throw new IllegalArgumentException(
          "model_cfg.init_logit_bias = " + model.get("init_logit_bias") + ": " + ClipConfig.SIGLIP);
    }
    if (vision.path("layers").isArray()) {
      throw new IllegalArgumentException(
          "model_cfg.vision_cfg.layers = "
              + vision.get("layers")
              + ": a ResNet is not supported; must be a vision transformer");
    }
    checkKeys("model_cfg", model, MODEL_KEYS);
    checkKeys("model_cfg.vision_cfg", vision, VISION_KEYS);
    checkKeys("model_cfg.text_cfg", text, TEXT_KEYS);
    require("model_cfg.vision_cfg", vision, "pool_type", "tok");
    require("model_cfg.vision_cfg", vision, "pos_embed_type", "learnable", "sin_cos_2d");
    require("model_cfg.text_cfg", text, "pool_type", "argmax", "eos");
    require("model_cfg.text_cfg", text, "proj_type", "linear");
    require("preprocess_cfg", preprocess, "mode", "RGB");
    require("preprocess_cfg", preprocess, "interpolation", "bicubic");
    require("preprocess_cfg", preprocess, "resize_mode", "shortest", "squash");
  }

  private static void checkKeys(String path, JsonNode object, Set<String> known) {
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      if (isSet(entry.getValue()) && !known.contains(entry.getKey())) {
        throw new IllegalArgumentException(
            path + "." + entry.getKey() + " = " + entry.getValue() + ": not supported");
      }
    }
  }

  private static void require(String path, JsonNode object, String key, String... allowed) {
    String value = object.path(key).asText(allowed[0]);
    if (object.hasNonNull(key) && !List.of(allowed).contains(value)) {
      throw new IllegalArgumentException(
          path + "." + key + " = " + object.get(key) + ": must be " + String.join(" or ", allowed));
    }
  }

  /** Null, false and empty values select open_clip's default. */
  private static boolean isSet(JsonNode value) {
    return !value.isMissingNode()
        && !value.isNull()
        && !(value.isBoolean() && !value.booleanValue())
        && !(value.isContainerNode() && value.isEmpty());
  }

  private ClipEncoders encoders(String name) {
    Activation activation =
        model.path("quick_gelu").asBoolean() ? Activation.QUICK_GELU : Activation.GELU;
    int side = side("model_cfg.vision_cfg.image_size", vision.path("image_size"), 224);
    int crop = side("preprocess_cfg.size", preprocess.path("size"), side);
    if (crop != side) {
      throw new IllegalArgumentException(
          "preprocess_cfg.size = " + crop + ": must be image_size = " + side);
    }
    int width = number("model_cfg.vision_cfg", vision, "width", 768);
    int headWidth = number("model_cfg.vision_cfg", vision, "head_width", 64);
    ImageEncoder image =
        new ImageEncoder(
            side,
            side,
            preprocess.path("resize_mode").asText().equals("squash") ? Fit.STRETCH : Fit.CROP,
            side,
            channels("mean"),
            channels("std"),
            Stem.PATCH,
            number("model_cfg.vision_cfg", vision, "patch_size", 16),
            width,
            number("model_cfg.vision_cfg", vision, "layers", 12),
            Math.max(1, width / headWidth),
            feedForward(vision, width),
            activation,
            epsilon(vision));
    return new ClipEncoders(name, image, textEncoder(activation), projection(), endOfText());
  }

  private TextEncoder textEncoder(Activation activation) {
    int width = number("model_cfg.text_cfg", text, "width", 512);
    return new TextEncoder(
        number("model_cfg.text_cfg", text, "vocab_size", 49408),
        number("model_cfg.text_cfg", text, "context_length", 77),
        width,
        number("model_cfg.text_cfg", text, "layers", 12),
        number("model_cfg.text_cfg", text, "heads", 8),
        feedForward(text, width),
        activation,
        epsilon(text));
  }

  private int projection() {
    if (!model.hasNonNull("embed_dim")) {
      throw new IllegalArgumentException("model_cfg.embed_dim is missing: must be a whole number");
    }
    return number("model_cfg", model, "embed_dim", 0);
  }

  private EndOfText endOfText() {
    return text.path("pool_type").asText().equals("eos")
        ? new EndOfText(false, number("model_cfg.text_cfg", text, "eos_id", 2))
        : new EndOfText(true, number("model_cfg.text_cfg", text, "vocab_size", 49408) - 1);
  }

  private static int number(String path, JsonNode object, String key, int otherwise) {
    JsonNode value = object.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return otherwise;
    }
    if (!value.canConvertToExactIntegral() || !value.canConvertToInt() || value.intValue() < 1) {
      throw new IllegalArgumentException(
          path + "." + key + " = " + value + ": must be a whole number above 0");
    }
    return value.intValue();
  }

  /** A number, or a list of two equal numbers. */
  private static int side(String path, JsonNode value, int otherwise) {
    if (value.isMissingNode() || value.isNull()) {
      return otherwise;
    }
    JsonNode side = value.isArray() ? value.path(0) : value;
    boolean square = !value.isArray() || (value.size() == 2 && side.equals(value.path(1)));
    if (!square || !side.isInt() || side.intValue() < 1) {
      throw new IllegalArgumentException(path + " = " + value + ": must be a square");
    }
    return side.intValue();
  }

  /** Like open_clip, rounds the product down. */
  private static int feedForward(JsonNode object, int width) {
    return (int) (width * object.path("mlp_ratio").asDouble(4));
  }

  /** Null selects CLIP's. */
  private static Double epsilon(JsonNode object) {
    JsonNode epsilon = object.path("norm_kwargs").path("eps");
    return epsilon.isNumber() ? epsilon.doubleValue() : null;
  }

  /** Per channel; null selects CLIP's. */
  private List<Double> channels(String key) {
    if (!preprocess.hasNonNull(key)) {
      return null;
    }
    List<Double> channels = new ArrayList<>();
    preprocess.get(key).forEach(value -> channels.add(value.asDouble(Double.NaN)));
    if (channels.size() != 3 || !channels.stream().allMatch(Double::isFinite)) {
      throw new IllegalArgumentException(
          "preprocess_cfg." + key + " = " + Json.tree(preprocess.get(key)) + ": must be 3 numbers");
    }
    return channels;
  }
}
