package io.cmaclip.model.huggingface;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cmaclip.model.architecture.Activation;
import io.cmaclip.model.architecture.ImageEncoder;
import io.cmaclip.model.architecture.Stem;
import io.cmaclip.model.architecture.TextEncoder;
import io.cmaclip.model.clip.ClipEncoders;
import io.cmaclip.model.clip.EndOfText;
import io.cmaclip.model.errors.UserException;
import java.nio.file.Path;

/**
 * {@code config.json} of a CLIP model. Missing keys have the defaults of {@code CLIPTextConfig} and
 * {@code CLIPVisionConfig}; {@code projection_dim} counts at the top only.
 */
final class ClipConfig {
  /** The end of text of the first checkpoints, which stands for: pool at the highest id. */
  private static final int LEGACY_END = 2;

  private static final int DEFAULT_END = 49407;

  private ClipConfig() {}

  /**
   * Reads both files.
   *
   * @param name for people
   * @throws UserException with file, key and value for everything that is not CLIP as we compute it
   */
  static ClipEncoders read(Path folder, String name) {
    ConfigFields root = ConfigFields.of(folder.resolve("config.json"));
    String type = root.text("model_type", "clip");
    if (!type.equals("clip")) {
      throw root.refused("model_type", "must be clip");
    }
    ConfigFields text = part(root, "text_config");
    ConfigFields vision = part(root, "vision_config");
    PixelConfig pixels = PixelConfig.read(folder.resolve("preprocessor_config.json"));
    int side = vision.integer("image_size", 224);
    if (side != pixels.side()) {
      throw vision.refused(
          "image_size", "preprocessor_config.json cuts pictures to " + pixels.side());
    }
    if (vision.integer("num_channels", 3) != 3) {
      throw vision.refused("num_channels", "must be 3");
    }
    try {
      int textWidth = text.integer("hidden_size", 512);
      int imageWidth = vision.integer("hidden_size", 768);
      int end = text.integer("eos_token_id", DEFAULT_END);
      return new ClipEncoders(
          name,
          new ImageEncoder(
              side,
              side,
              pixels.fit(),
              pixels.resize(),
              pixels.mean(),
              pixels.deviation(),
              Stem.PATCH,
              vision.integer("patch_size", 32),
              imageWidth,
              vision.integer("num_hidden_layers", 12),
              vision.integer("num_attention_heads", 12),
              vision.integer("intermediate_size", 3072),
              activation(vision),
              vision.number("layer_norm_eps", 1e-5)),
          new TextEncoder(
              text.integer("vocab_size", 49408),
              text.integer("max_position_embeddings", 77),
              textWidth,
              text.integer("num_hidden_layers", 12),
              text.integer("num_attention_heads", 8),
              text.integer("intermediate_size", 2048),
              activation(text),
              text.number("layer_norm_eps", 1e-5)),
          root.integer("projection_dim", 512),
          new EndOfText(end == LEGACY_END, end));
    } catch (IllegalArgumentException e) {
      throw new UserException(folder.resolve("config.json") + ": " + e.getMessage(), e);
    }
  }

  /** In old files {@code text_config_dict} overrides {@code text_config}, likewise vision. */
  private static ConfigFields part(ConfigFields root, String key) {
    ConfigFields part = root.object(key);
    ConfigFields older = root.object(key + "_dict");
    if (!root.has(key + "_dict")) {
      return part;
    }
    ObjectNode merged = ((ObjectNode) root.node()).objectNode();
    if (root.has(key)) {
      merged.setAll((ObjectNode) part.node());
    }
    merged.setAll((ObjectNode) older.node());
    return new ConfigFields(part.name(), merged);
  }

  private static Activation activation(ConfigFields part) {
    return switch (part.text("hidden_act", "quick_gelu")) {
      case "quick_gelu" -> Activation.QUICK_GELU;
      case "gelu" -> Activation.GELU;
      default -> throw part.refused("hidden_act", "must be quick_gelu or gelu");
    };
  }
}
