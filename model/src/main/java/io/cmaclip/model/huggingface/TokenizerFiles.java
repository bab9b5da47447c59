package io.cmaclip.model.huggingface;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cmaclip.model.architecture.TextEncoder;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.text.ListingTokenizer;
import io.cmaclip.model.text.SpecialTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@code tokenizer.json}, or one made of {@code vocab.json} and {@code merges.txt}. */
final class TokenizerFiles {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String START = "<|startoftext|>";
  private static final String END = "<|endoftext|>";

  /** How {@code CLIPTokenizerFast} splits a text into words. */
  private static final String WORDS =
      "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+";

  private TokenizerFiles() {}

  /**
   * Content of a {@code tokenizer.json} that fits the encoder.
   *
   * @throws UserException when there is none, it is of another kind, or it has ids that the encoder
   *     has no row for
   */
  static byte[] read(Path folder, TextEncoder encoder) throws IOException {
    Path whole = folder.resolve("tokenizer.json");
    boolean given = Files.isRegularFile(whole);
    byte[] file = given ? Files.readAllBytes(whole) : assembled(folder);
    String name = given ? whole.toString() : folder.resolve("vocab.json").toString();
    JsonNode model;
    try {
      model = JSON.readTree(file).path("model");
    } catch (IOException e) {
      throw new UserException(name + ": not readable as JSON", e);
    }
    String type = model.path("type").asText("none");
    if (!type.equals("BPE") || !model.path("end_of_word_suffix").asText().equals("</w>")) {
      throw new UserException(
          name + ": a tokenizer of another kind (" + type + "); CLIP's is BPE with \"</w>\"");
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
    ConfigFields vocabulary = vocabulary(folder);
    Path merges = folder.resolve("merges.txt");
    if (!Files.isRegularFile(merges)) {
      throw new UserException(merges + " is missing");
    }
    int start = vocabulary.integer(START, -1);
    int end = vocabulary.integer(END, -1);
    if (start < 0 || end < 0) {
      throw new UserException(
          folder.resolve("vocab.json") + ": " + START + " or " + END + " is missing");
    }
    ObjectNode root = JSON.createObjectNode().put("version", "1.0");
    root.putNull("truncation");
    root.putNull("padding");
    ArrayNode added = root.putArray("added_tokens");
    added(added, start, START);
    added(added, end, END);
    ObjectNode normalizer = root.putObject("normalizer").put("type", "Sequence");
    ArrayNode normalizers = normalizer.putArray("normalizers");
    normalizers.addObject().put("type", "NFC");
    normalizers
        .addObject()
        .put("type", "Replace")
        .put("content", " ")
        .putObject("pattern")
        .put("Regex", "\\s+");
    normalizers.addObject().put("type", "Lowercase");
    ObjectNode splitter = root.putObject("pre_tokenizer").put("type", "Sequence");
    ArrayNode splitters = splitter.putArray("pretokenizers");
    splitters
        .addObject()
        .put("type", "Split")
        .put("behavior", "Removed")
        .put("invert", true)
        .putObject("pattern")
        .put("Regex", WORDS);
    splitters
        .addObject()
        .put("type", "ByteLevel")
        .put("add_prefix_space", false)
        .put("trim_offsets", true)
        .put("use_regex", true);
    ObjectNode frame = root.putObject("post_processor").put("type", "RobertaProcessing");
    frame.putArray("sep").add(END).add(end);
    frame.putArray("cls").add(START).add(start);
    frame.put("trim_offsets", false).put("add_prefix_space", false);
    root.putObject("decoder")
        .put("type", "ByteLevel")
        .put("add_prefix_space", true)
        .put("trim_offsets", true)
        .put("use_regex", true);
    ObjectNode model = root.putObject("model").put("type", "BPE");
    model.putNull("dropout");
    model.put("unk_token", END).put("continuing_subword_prefix", "");
    model.put("end_of_word_suffix", "</w>").put("fuse_unk", false).put("byte_fallback", false);
    model.put("ignore_merges", false).set("vocab", vocabulary.node());
    merges(Files.readAllLines(merges), model.putArray("merges"), merges);
    return JSON.writeValueAsBytes(root);
  }

  private static ConfigFields vocabulary(Path folder) {
    Path file = folder.resolve("vocab.json");
    if (!Files.isRegularFile(file)) {
      throw new UserException(folder + ": neither tokenizer.json nor vocab.json is there");
    }
    return ConfigFields.of(file);
  }

  private static void added(ArrayNode tokens, int id, String content) {
    tokens
        .addObject()
        .put("id", id)
        .put("content", content)
        .put("single_word", false)
        .put("lstrip", false)
        .put("rstrip", false)
        .put("normalized", true)
        .put("special", true);
  }

  private static void merges(List<String> lines, ArrayNode merges, Path file) {
    int number = 0;
    for (String line : lines) {
      number++;
      boolean heading = number == 1 && line.startsWith("#version");
      if (!heading && !line.isBlank()) {
        int blank = line.indexOf(' ');
        if (blank < 1 || blank != line.lastIndexOf(' ') || blank == line.length() - 1) {
          throw new UserException(
              file + ": line " + number + ": must be two parts with a blank between");
        }
        merges.addArray().add(line.substring(0, blank)).add(line.substring(blank + 1));
      }
    }
  }
}
