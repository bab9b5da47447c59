package io.cmaclip.model.huggingface;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.EnumNamingStrategies;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.EnumNaming;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cmaclip.model.architecture.Activation;
import io.cmaclip.model.architecture.ImageEncoder;
import io.cmaclip.model.architecture.Stem;
import io.cmaclip.model.architecture.TextEncoder;
import io.cmaclip.model.clip.ClipEncoders;
import io.cmaclip.model.clip.EndOfText;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.files.Json;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code config.json} of a CLIP model. Missing keys have the defaults of {@code CLIPTextConfig} and
 * {@code CLIPVisionConfig}; only the top-level {@code projection_dim} is used.
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonIgnoreProperties(ignoreUnknown = true)
record ClipConfig(
    List<String> architectures,
    String modelType,
    String torchDtype,
    Integer projectionDim,
    Text textConfig,
    Vision visionConfig) {
  /** End-of-text id of the first checkpoints; it selects pooling at the highest id. */
  static final int LEGACY_END = 2;

  static final String FILE = "config.json";

  static final String SIGLIP =
      "SigLIP is not supported: it is trained with a sigmoid loss and uses another tokenizer;"
          + " import a CLIP model";

  ClipConfig {
    projectionDim = requireNonNullElse(projectionDim, 512);
  }

  /** Supported activation functions. */
  @EnumNaming(EnumNamingStrategies.SnakeCaseStrategy.class)
  enum HiddenAct {
    QUICK_GELU,
    GELU;

    static HiddenAct of(Activation activation) {
      return valueOf(activation.name());
    }

    Activation activation() {
      return Activation.valueOf(name());
    }
  }

  @JsonNaming(SnakeCaseStrategy.class)
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Text(
      String modelType,
      Integer hiddenSize,
      Integer intermediateSize,
      Integer numHiddenLayers,
      Integer numAttentionHeads,
      HiddenAct hiddenAct,
      Double layerNormEps,
      Integer vocabSize,
      Integer maxPositionEmbeddings,
      Integer bosTokenId,
      Integer eosTokenId,
      Integer padTokenId,
      Integer projectionDim) {
    TextEncoder encoder() {
      return new TextEncoder(
          requireNonNullElse(vocabSize, 49408),
          requireNonNullElse(maxPositionEmbeddings, 77),
          requireNonNullElse(hiddenSize, 512),
          requireNonNullElse(numHiddenLayers, 12),
          requireNonNullElse(numAttentionHeads, 8),
          requireNonNullElse(intermediateSize, 2048),
          hiddenAct == null ? null : hiddenAct.activation(),
          layerNormEps);
    }

    EndOfText endOfText() {
      int end = requireNonNullElse(eosTokenId, 49407);
      return new EndOfText(end == LEGACY_END, end);
    }
  }

  @JsonNaming(SnakeCaseStrategy.class)
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Vision(
      String modelType,
      Integer hiddenSize,
      Integer intermediateSize,
      Integer numHiddenLayers,
      Integer numAttentionHeads,
      HiddenAct hiddenAct,
      Double layerNormEps,
      Integer imageSize,
      Integer patchSize,
      Integer numChannels,
      Integer projectionDim) {
    Vision {
      if (numChannels != null && numChannels != 3) {
        throw new IllegalArgumentException("num_channels = " + numChannels + ": must be 3");
      }
      imageSize = requireNonNullElse(imageSize, 224);
    }

    ImageEncoder encoder(PixelConfig pixels) {
      if (imageSize != pixels.side()) {
        throw new IllegalArgumentException(
            "vision_config.image_size = %d: the image processor returns images of %d pixels"
                .formatted(imageSize, pixels.side()));
      }
      return new ImageEncoder(
          imageSize,
          imageSize,
          pixels.fit(),
          pixels.resize(),
          pixels.mean(),
          pixels.deviation(),
          Stem.PATCH,
          requireNonNullElse(patchSize, 32),
          requireNonNullElse(hiddenSize, 768),
          requireNonNullElse(numHiddenLayers, 12),
          requireNonNullElse(numAttentionHeads, 12),
          requireNonNullElse(intermediateSize, 3072),
          hiddenAct == null ? null : hiddenAct.activation(),
          layerNormEps);
    }
  }

  /**
   * Reads the configuration of a model.
   *
   * @param name for display
   * @throws UserException naming file, key and value of anything unsupported
   */
  static ClipEncoders read(Path folder, String name) {
    ObjectNode json = CheckpointFile.read(folder.resolve(FILE), ObjectNode.class);
    try {
      checkModelType(json.path("model_type").asText("clip"));
      part(json, "text_config");
      part(json, "vision_config");
      ClipConfig config = Json.read(json, ClipConfig.class);
      PixelConfig pixels = PixelConfig.read(folder);
      return new ClipEncoders(
          name,
          config.visionConfig.encoder(pixels),
          config.textConfig.encoder(),
          config.projectionDim,
          config.textConfig.endOfText());
    } catch (IllegalArgumentException e) {
      throw new UserException(folder.resolve(FILE) + ": " + e.getMessage(), e);
    }
  }

  /**
   * Older files override {@code text_config} with {@code text_config_dict}, and likewise for
   * vision.
   */
  private static void part(ObjectNode root, String key) {
    JsonNode part = root.path(key);
    if (!root.hasNonNull(key)) {
      part = root.putObject(key);
    }
    JsonNode older = root.path(key + "_dict");
    if (part instanceof ObjectNode object && older instanceof ObjectNode changes) {
      object.setAll(changes);
    }
  }

  /** Checked before anything else, because other models use other keys and values. */
  private static void checkModelType(String type) {
    if (type.equals("clip")) {
      return;
    }
    String reason =
        switch (type) {
          case "siglip", "siglip2" -> SIGLIP;
          case "clip_vision_model" ->
              "this is the image encoder alone (CLIPVisionModelWithProjection), without the text"
                  + " encoder; save and import the whole CLIPModel";
          case "clip_text_model" ->
              "this is the text encoder alone (CLIPTextModelWithProjection), without the image"
                  + " encoder; save and import the whole CLIPModel";
          default -> "must be clip";
        };
    throw new IllegalArgumentException("model_type = \"" + type + "\": " + reason);
  }
}
