package io.cmaclip.model.huggingface;

import com.fasterxml.jackson.databind.JsonNode;
import io.cmaclip.model.architecture.TextEncoder;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.files.Json;
import io.cmaclip.model.text.ClipTokenizerFile;
import io.cmaclip.model.text.ListingTokenizer;
import io.cmaclip.model.text.SpecialTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code tokenizer.json}, or builds it from {@code vocab.json} and {@code merges.txt}. */
final class TokenizerFiles {
  private TokenizerFiles() {}

  /**
   * Returns the content of a {@code tokenizer.json} that fits the encoder.
   *
   * @throws UserException when it is missing, of another type, or has ids beyond the encoder's
   *     vocabulary
   */
  static byte[] read(Path folder, TextEncoder encoder) throws IOException {
    Path whole = folder.resolve("tokenizer.json");
    boolean given = CheckpointFile.exists(whole);
    byte[] file = given ? Files.readAllBytes(whole) : assembled(folder);
    String name = given ? whole.toString() : folder.resolve("vocab.json").toString();
    JsonNode model;
    try {
      model = Json.read(file, JsonNode.class).path("model");
    } catch (IllegalArgumentException e) {
      throw new UserException(name + ": " + e.getMessage(), e);
    }
    String type = model.path("type").asText("none");
    if (!type.equals("BPE") || !model.path("end_of_word_suffix").asText().equals("</w>")) {
      throw new UserException(
          name + ": tokenizer of type " + type + "; CLIP uses BPE with the suffix \"</w>\"");
    }
    if (model.path("merges").isEmpty()) {
      throw new UserException(
          name + ": model.merges is missing or empty; copy the file from the original model");
    }
    for (Map.Entry<String, JsonNode> token : model.path("vocab").properties()) {
      if (token.getValue().asLong(-1) < 0 || token.getValue().asLong() >= encoder.vocabulary()) {
        throw new UserException(
            "%s: token %s has the id %s; config.json says vocab_size = %d"
                .formatted(name, token.getKey(), token.getValue(), encoder.vocabulary()));
      }
    }
    try (ListingTokenizer tokenizer =
        ListingTokenizer.open(file, encoder.context(), SpecialTokens.ACT)) {
      for (int id : tokenizer.encodeFramed("")) {
        if (id >= encoder.vocabulary()) {
          throw new UserException(
              name + ": id " + id + " around texts; vocab_size = " + encoder.vocabulary());
        }
      }
    } catch (IllegalArgumentException e) {
      throw new UserException(name + ": " + e.getMessage(), e);
    }
    return file;
  }

  private static byte[] assembled(Path folder) throws IOException {
    Path vocabulary = folder.resolve("vocab.json");
    if (!CheckpointFile.exists(vocabulary)) {
      throw new UserException(
          folder
              + ": tokenizer.json and vocab.json are missing; copy them from the model that this one was"
              + " trained from, such as openai/clip-vit-base-patch32");
    }
    Path merges = folder.resolve("merges.txt");
    if (!CheckpointFile.exists(merges)) {
      throw new UserException(
          merges + " is missing: vocab.json needs it; copy it or tokenizer.json of the same model");
    }
    Vocabulary ids = Json.read(vocabulary, Vocabulary.class);
    if (!ids.containsKey(ClipTokenizerFile.START) || !ids.containsKey(ClipTokenizerFile.END)) {
      throw new UserException(
          vocabulary
              + ": "
              + ClipTokenizerFile.START
              + " or "
              + ClipTokenizerFile.END
              + " is missing");
    }
    return ClipTokenizerFile.of(ids, merges(Files.readAllLines(merges), merges));
  }

  /** Token ids by token. */
  private static final class Vocabulary extends LinkedHashMap<String, Integer> {
    private static final long serialVersionUID = 1;
  }

  private static List<List<String>> merges(List<String> lines, Path file) {
    List<List<String>> merges = new ArrayList<>();
    int number = 0;
    for (String line : lines) {
      number++;
      boolean heading = number == 1 && line.startsWith("#version");
      if (!heading && !line.isBlank()) {
        int blank = line.indexOf(' ');
        if (blank < 1 || blank != line.lastIndexOf(' ') || blank == line.length() - 1) {
          throw new UserException(
              file + ": line " + number + ": must be two parts separated by a blank");
        }
        merges.add(List.of(line.substring(0, blank), line.substring(blank + 1)));
      }
    }
    return merges;
  }
}
