package io.cmaclip.model.huggingface;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cmaclip.model.architecture.Activation;
import io.cmaclip.model.architecture.Fit;
import io.cmaclip.model.architecture.ImageEncoder;
import io.cmaclip.model.architecture.Stem;
import io.cmaclip.model.architecture.TextEncoder;
import io.cmaclip.model.clip.ClipEncoders;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.files.AtomicFolder;
import io.cmaclip.model.text.ListingTokenizer;
import io.cmaclip.model.text.SpecialTokens;
import io.cmaclip.model.weights.SafetensorsFile;
import io.cmaclip.model.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Writes CLIP's encoders as Hugging Face's {@code CLIPModel.from_pretrained} reads them. */
public final class ClipExport {
  /** The end of text that Hugging Face takes for: pool at the highest id. */
  private static final int LEGACY_END = 2;

  private static final ObjectMapper JSON = new ObjectMapper();

  private ClipExport() {}

  /**
   * Writes the folder.
   *
   * @param encoders whose end of text is that of the tokenizer
   * @param weights may hold more than the encoders
   * @param tokenizer content of {@code tokenizer.json}
   * @throws UserException when these are no encoders of CLIP's kind, with the reason
   */
  public static void write(Path folder, ClipEncoders encoders, Weights weights, byte[] tokenizer)
      throws IOException {
    ImageEncoder image = encoders.image();
    if (image.stem() != Stem.PATCH) {
      throw new UserException(
          "these encoders are not CLIP's: pictures go through convolutions with batch norm before"
              + " they become patches (image.stem = conv)");
    }
    if (image.height() != image.width() || image.fit() == Fit.PAD) {
      throw new UserException(
          "these encoders are not CLIP's: pictures are %d x %d, fit = %s; CLIP's processor makes"
                  .formatted(image.height(), image.width(), image.fit())
              + " squares, cut out or stretched");
    }
    int[] frame = frame(tokenizer, encoders.text());
    if (frame[1] == LEGACY_END) {
      throw new UserException(
          "the end of text has the id 2, which Hugging Face's CLIP takes for another rule of"
              + " pooling");
    }
    AtomicFolder.write(
        folder,
        "config.json",
        "CLIP model",
        fresh -> {
          JSON.writerWithDefaultPrettyPrinter()
              .writeValue(fresh.resolve("config.json").toFile(), config(encoders, frame));
          JSON.writerWithDefaultPrettyPrinter()
              .writeValue(fresh.resolve("preprocessor_config.json").toFile(), pixels(image));
          Files.write(fresh.resolve("tokenizer.json"), tokenizer);
          JSON.writerWithDefaultPrettyPrinter()
              .writeValue(
                  fresh.resolve("tokenizer_config.json").toFile(),
                  tokenizerConfig(JSON.readTree(tokenizer), encoders.text(), frame));
          SafetensorsFile.write(
              fresh.resolve("model.safetensors"),
              new ExportedWeights(weights, encoders),
              Map.of("format", "pt"));
        });
  }

  /** Ids of start and end of text. */
  private static int[] frame(byte[] tokenizer, TextEncoder text) throws IOException {
    try (ListingTokenizer opened =
        ListingTokenizer.open(tokenizer, text.context(), SpecialTokens.PLAIN)) {
      return opened.encodeFramed("");
    }
  }

  private static ObjectNode config(ClipEncoders encoders, int[] frame) {
    ObjectNode root = JSON.createObjectNode();
    root.putArray("architectures").add("CLIPModel");
    root.put("model_type", "clip").put("torch_dtype", "float32");
    root.put("projection_dim", encoders.projection());
    TextEncoder t = encoders.text();
    ObjectNode text = root.putObject("text_config").put("model_type", "clip_text_model");
    text.put("hidden_size", t.hidden()).put("intermediate_size", t.feedForward());
    text.put("num_hidden_layers", t.layers()).put("num_attention_heads", t.heads());
    text.put("hidden_act", name(t.activation())).put("layer_norm_eps", t.epsilon());
    text.put("vocab_size", t.vocabulary()).put("max_position_embeddings", t.context());
    text.put("bos_token_id", frame[0]).put("eos_token_id", frame[1]).put("pad_token_id", frame[1]);
    text.put("projection_dim", encoders.projection());
    ImageEncoder i = encoders.image();
    ObjectNode vision = root.putObject("vision_config").put("model_type", "clip_vision_model");
    vision.put("hidden_size", i.hidden()).put("intermediate_size", i.feedForward());
    vision.put("num_hidden_layers", i.layers()).put("num_attention_heads", i.heads());
    vision.put("hidden_act", name(i.activation())).put("layer_norm_eps", i.epsilon());
    vision.put("image_size", i.height()).put("patch_size", i.patch()).put("num_channels", 3);
    vision.put("projection_dim", encoders.projection());
    return root;
  }

  private static String name(Activation activation) {
    return activation == Activation.GELU ? "gelu" : "quick_gelu";
  }

  private static ObjectNode pixels(ImageEncoder image) {
    ObjectNode root = JSON.createObjectNode();
    root.put("image_processor_type", "CLIPImageProcessor");
    root.put("do_convert_rgb", true).put("do_resize", true).put("resample", 3);
    root.put("do_rescale", true).put("rescale_factor", 1 / 255.0).put("do_normalize", true);
    numbers(root.putArray("image_mean"), image.mean());
    numbers(root.putArray("image_std"), image.deviation());
    boolean crop = image.fit() == Fit.CROP;
    root.put("do_center_crop", crop);
    if (crop) {
      root.putObject("size").put("shortest_edge", image.resize());
    } else {
      root.putObject("size").put("height", image.height()).put("width", image.width());
    }
    root.putObject("crop_size").put("height", image.height()).put("width", image.width());
    return root;
  }

  private static void numbers(ArrayNode array, List<Double> values) {
    values.forEach(value -> array.add(value.doubleValue()));
  }

  private static ObjectNode tokenizerConfig(JsonNode tokenizer, TextEncoder text, int[] frame) {
    boolean clip = tokenizer.path("model").path("end_of_word_suffix").asText().equals("</w>");
    String end = token(tokenizer, frame[1]);
    ObjectNode root = JSON.createObjectNode();
    root.put("tokenizer_class", clip ? "CLIPTokenizer" : "PreTrainedTokenizerFast");
    root.put("bos_token", token(tokenizer, frame[0])).put("eos_token", end);
    root.put("unk_token", end).put("pad_token", end);
    return root.put("model_max_length", text.context());
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
