package io.cmaclip.model.huggingface;

import com.fasterxml.jackson.databind.JsonNode;
import io.cmaclip.model.architecture.Fit;
import io.cmaclip.model.architecture.ImageEncoder;
import io.cmaclip.model.architecture.Stem;
import io.cmaclip.model.architecture.TextEncoder;
import io.cmaclip.model.clip.ClipEncoders;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.files.AtomicFolder;
import io.cmaclip.model.files.Json;
import io.cmaclip.model.huggingface.ClipConfig.HiddenAct;
import io.cmaclip.model.text.ListingTokenizer;
import io.cmaclip.model.text.SpecialTokens;
import io.cmaclip.model.weights.SafetensorsFile;
import io.cmaclip.model.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes CLIP's encoders in the format of Hugging Face's {@code CLIPModel.from_pretrained}. */
public final class ClipExport {
  private ClipExport() {}

  /**
   * Writes the folder.
   *
   * @param encoders with the end of text of the tokenizer
   * @param weights may contain more than the encoders
   * @param tokenizer content of {@code tokenizer.json}
   * @throws UserException when CLIP cannot represent these encoders, with the reason
   */
  public static void write(Path folder, ClipEncoders encoders, Weights weights, byte[] tokenizer)
      throws IOException {
    ImageEncoder image = encoders.image();
    if (image.stem() != Stem.PATCH) {
      throw new UserException(
          "these encoders are not CLIP's: images go through convolutions with batch norm before"
              + " they become patches (image.stem = %s)".formatted(image.stem()));
    }
    if (image.height() != image.width() || image.fit() == Fit.PAD) {
      throw new UserException(
          "these encoders are not CLIP's: images are %d x %d, fit = %s; CLIP's processor makes"
                  .formatted(image.height(), image.width(), image.fit())
              + " squares, cut out or stretched");
    }
    int[] frame = frame(tokenizer, encoders.text());
    if (frame[1] == ClipConfig.LEGACY_END) {
      throw new UserException(
          "the end of text has the id 2, which selects another pooling rule in Hugging Face's"
              + " CLIP");
    }
    AtomicFolder.write(
        folder,
        ClipConfig.FILE,
        "CLIP model",
        fresh -> {
          Files.writeString(fresh.resolve(ClipConfig.FILE), Json.pretty(config(encoders, frame)));
          Files.writeString(fresh.resolve(PixelConfig.FILE), Json.pretty(PixelConfig.of(image)));
          Files.write(fresh.resolve("tokenizer.json"), tokenizer);
          Files.writeString(
              fresh.resolve("tokenizer_config.json"),
              Json.pretty(
                  tokenizerConfig(
                      Json.read(tokenizer, JsonNode.class), encoders.text().context(), frame)));
          SafetensorsFile.write(
              fresh.resolve("model.safetensors"),
              new ExportedWeights(weights, encoders),
              Map.of("format", "pt"));
        });
  }

  /** Returns the ids of start and end of text. */
  private static int[] frame(byte[] tokenizer, TextEncoder text) throws IOException {
    try (ListingTokenizer opened =
        ListingTokenizer.open(tokenizer, text.context(), SpecialTokens.PLAIN)) {
      return opened.encodeFramed("");
    }
  }

  private static ClipConfig config(ClipEncoders encoders, int[] frame) {
    TextEncoder text = encoders.text();
    ImageEncoder image = encoders.image();
    return new ClipConfig(
        List.of("CLIPModel"),
        "clip",
        "float32",
        encoders.projection(),
        new ClipConfig.Text(
            "clip_text_model",
            text.hidden(),
            text.feedForward(),
            text.layers(),
            text.heads(),
            HiddenAct.of(text.activation()),
            text.epsilon(),
            text.vocabulary(),
            text.context(),
            frame[0],
            frame[1],
            frame[1],
            encoders.projection()),
        new ClipConfig.Vision(
            "clip_vision_model",
            image.hidden(),
            image.feedForward(),
            image.layers(),
            image.heads(),
            HiddenAct.of(image.activation()),
            image.epsilon(),
            image.height(),
            image.patch(),
            3,
            encoders.projection()));
  }

  private static Map<String, Object> tokenizerConfig(JsonNode tokenizer, int context, int[] frame) {
    boolean clip = tokenizer.path("model").path("end_of_word_suffix").asText().equals("</w>");
    String end = token(tokenizer, frame[1]);
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("tokenizer_class", clip ? "CLIPTokenizer" : "PreTrainedTokenizerFast");
    config.put("bos_token", token(tokenizer, frame[0]));
    config.put("eos_token", end);
    config.put("unk_token", end);
    config.put("pad_token", end);
    config.put("model_max_length", context);
    return config;
  }

  private static String token(JsonNode tokenizer, int id) {
    for (Map.Entry<String, JsonNode> token : tokenizer.path("model").path("vocab").properties()) {
      if (token.getValue().asInt(-1) == id) {
        return token.getKey();
      }
    }
    for (JsonNode added : tokenizer.path("added_tokens")) {
      if (added.path("id").asInt(-1) == id) {
        return added.path("content").asText();
      }
    }
    throw new UserException("tokenizer.json has no token with the id " + id);
  }
}
