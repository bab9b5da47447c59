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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code open_clip_config.json} of a CLIP model. Missing keys have the defaults of open_clip. A key
 * that may change the computation and is not supported is refused.
 */
final class OpenClipConfig {
  static final String FILE = "open_clip_config.json";

  private static final String MODEL_KEYS =
      "embed_dim vision_cfg text_cfg quick_gelu custom_text init_logit_scale nonscalar_logit_scale";
  private static final String VISION_KEYS =
      "image_size patch_size width layers head_width mlp_ratio patch_dropout pool_type"
          + " pos_embed_type norm_kwargs output_tokens";
  private static final String TEXT_KEYS =
      "context_length vocab_size hf_tokenizer_name hf_model_pretrained tokenizer_kwargs width heads"
          + " layers mlp_ratio pad_id eos_id pool_type proj_type norm_kwargs output_tokens";

  private final Section model;
  private final Section vision;
  private final Section text;
  private final Section preprocess;

  private OpenClipConfig(JsonNode root) {
    model = new Section("model_cfg", root.path("model_cfg"));
    vision = new Section("model_cfg.vision_cfg", model.get("vision_cfg"));
    text = new Section("model_cfg.text_cfg", model.get("text_cfg"));
    preprocess = new Section("preprocess_cfg", root.path("preprocess_cfg"));
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
    if (!vision.json.isObject() || !text.json.isObject()) {
      throw new IllegalArgumentException(
          "model_cfg.vision_cfg or model_cfg.text_cfg is missing: must be an object");
    }
    if (isSet(model.get("init_logit_bias"))) {
      throw model.refused("init_logit_bias", ClipConfig.SIGLIP);
    }
    if (vision.get("layers").isArray()) {
      throw vision.refused("layers", "a ResNet is not supported; must be a vision transformer");
    }
    model.checkKeys(MODEL_KEYS);
    vision.checkKeys(VISION_KEYS);
    text.checkKeys(TEXT_KEYS);
    vision.require("pool_type", "tok");
    vision.require("pos_embed_type", "learnable", "sin_cos_2d");
    text.require("pool_type", "argmax", "eos");
    text.require("proj_type", "linear");
    preprocess.require("mode", "RGB");
    preprocess.require("interpolation", "bicubic");
    preprocess.require("resize_mode", "shortest", "squash");
  }

  private ClipEncoders encoders(String name) {
    Activation activation =
        model.get("quick_gelu").asBoolean() ? Activation.QUICK_GELU : Activation.GELU;
    int side = vision.side("image_size", 224);
    if (preprocess.side("size", side) != side) {
      throw preprocess.refused("size", "must be image_size = " + side);
    }
    int width = vision.number("width", 768);
    ImageEncoder image =
        new ImageEncoder(
            side,
            side,
            preprocess.get("resize_mode").asText().equals("squash") ? Fit.STRETCH : Fit.CROP,
            side,
            preprocess.channels("mean"),
            preprocess.channels("std"),
            Stem.PATCH,
            vision.number("patch_size", 16),
            width,
            vision.number("layers", 12),
            Math.max(1, width / vision.number("head_width", 64)),
            vision.feedForward(width),
            activation,
            vision.epsilon());
    int vocabulary = text.number("vocab_size", 49408);
    int textWidth = text.number("width", 512);
    TextEncoder textEncoder =
        new TextEncoder(
            vocabulary,
            text.number("context_length", 77),
            textWidth,
            text.number("layers", 12),
            text.number("heads", 8),
            text.feedForward(textWidth),
            activation,
            text.epsilon());
    EndOfText end =
        text.get("pool_type").asText().equals("eos")
            ? new EndOfText(false, text.number("eos_id", 2))
            : new EndOfText(true, vocabulary - 1);
    if (!model.json.hasNonNull("embed_dim")) {
      throw model.refused("embed_dim", "must be a whole number");
    }
    return new ClipEncoders(name, image, textEncoder, model.number("embed_dim", 0), end);
  }

  /** Null, false and empty values select open_clip's default. */
  private static boolean isSet(JsonNode value) {
    return !value.isMissingNode()
        && !value.isNull()
        && !(value.isBoolean() && !value.booleanValue())
        && !(value.isContainerNode() && value.isEmpty());
  }

  /** An object of the file. A missing or null value has the given default. */
  private record Section(String path, JsonNode json) {
    JsonNode get(String key) {
      return json.path(key);
    }

    IllegalArgumentException refused(String key, String rule) {
      return new IllegalArgumentException(path + "." + key + " = " + json.get(key) + ": " + rule);
    }

    void checkKeys(String known) {
      List<String> keys = List.of(known.split(" "));
      for (Map.Entry<String, JsonNode> entry : json.properties()) {
        if (isSet(entry.getValue()) && !keys.contains(entry.getKey())) {
          throw refused(entry.getKey(), "not supported");
        }
      }
    }

    void require(String key, String... allowed) {
      if (json.hasNonNull(key) && !List.of(allowed).contains(get(key).asText())) {
        throw refused(key, "must be " + String.join(" or ", allowed));
      }
    }

    int number(String key, int otherwise) {
      if (!json.hasNonNull(key)) {
        return otherwise;
      }
      return positive(key, get(key));
    }

    /** A number, or a list of two equal numbers. */
    int side(String key, int otherwise) {
      if (!json.hasNonNull(key)) {
        return otherwise;
      }
      JsonNode value = get(key);
      if (value.isArray() && !(value.size() == 2 && value.get(0).equals(value.get(1)))) {
        throw refused(key, "must be a square");
      }
      return positive(key, value.isArray() ? value.get(0) : value);
    }

    private int positive(String key, JsonNode value) {
      if (!value.isInt() || value.intValue() < 1) {
        throw refused(key, "must be a whole number above 0");
      }
      return value.intValue();
    }

    /** Like open_clip, rounds the product down. */
    int feedForward(int width) {
      return (int) (width * get("mlp_ratio").asDouble(4));
    }

    /** Null selects CLIP's. */
    Double epsilon() {
      JsonNode epsilon = get("norm_kwargs").path("eps");
      return epsilon.isNumber() ? epsilon.doubleValue() : null;
    }

    /** Per channel; null selects CLIP's. */
    List<Double> channels(String key) {
      if (!json.hasNonNull(key)) {
        return null;
      }
      List<Double> channels = new ArrayList<>();
      get(key).forEach(value -> channels.add(value.asDouble(Double.NaN)));
      if (channels.size() != 3 || !channels.stream().allMatch(Double::isFinite)) {
        throw refused(key, "must be 3 numbers");
      }
      return channels;
    }
  }
}
