package io.cmaclip.model.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A tokenizer of CLIP's kind whose vocabulary is small enough to write down: all bytes, each as a
 * token inside a word and as one that ends it, and a few merges.
 */
public final class TinyTokenizer {
  public static final int START = 515;
  public static final int END = 516;
  public static final int VOCABULARY = 517;

  /** The word "red". */
  public static final int RED = 513;

  private static final ObjectMapper JSON = new ObjectMapper();

  private TinyTokenizer() {}

  /** Content of its {@code tokenizer.json}. */
  public static byte[] json() {
    ObjectNode root = JSON.createObjectNode().put("version", "1.0");
    root.putNull("truncation");
    root.putNull("padding");
    ArrayNode added = root.putArray("added_tokens");
    added.add(special(START, "<|startoftext|>"));
    added.add(special(END, "<|endoftext|>"));
    ArrayNode normalizers =
        root.putObject("normalizer").put("type", "Sequence").putArray("normalizers");
    normalizers.addObject().put("type", "NFC");
    ObjectNode blanks = normalizers.addObject().put("type", "Replace").put("content", " ");
    blanks.putObject("pattern").put("Regex", "\\s+");
    normalizers.addObject().put("type", "Lowercase");
    ArrayNode splits =
        root.putObject("pre_tokenizer").put("type", "Sequence").putArray("pretokenizers");
    ObjectNode words =
        splits.addObject().put("type", "Split").put("behavior", "Removed").put("invert", true);
    words.putObject("pattern").put("Regex", "[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+");
    ObjectNode bytes = splits.addObject().put("type", "ByteLevel").put("add_prefix_space", false);
    bytes.put("trim_offsets", true).put("use_regex", true);
    ObjectNode frame = root.putObject("post_processor").put("type", "RobertaProcessing");
    frame.putArray("sep").add("<|endoftext|>").add(END);
    frame.putArray("cls").add("<|startoftext|>").add(START);
    frame.put("trim_offsets", false).put("add_prefix_space", false);
    root.putNull("decoder");
    model(root.putObject("model"));
    try {
      return JSON.writeValueAsBytes(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void model(ObjectNode model) {
    model.put("type", "BPE").put("unk_token", "<|endoftext|>").put("fuse_unk", false);
    model.put("continuing_subword_prefix", "").put("end_of_word_suffix", "</w>");
    model.putNull("dropout");
    List<String> tokens = new ArrayList<>(byteCharacters());
    byteCharacters().forEach(character -> tokens.add(character + "</w>"));
    tokens.addAll(List.of("re", "red</w>", "dr", "<|startoftext|>", "<|endoftext|>"));
    ObjectNode vocabulary = model.putObject("vocab");
    tokens.forEach(token -> vocabulary.put(token, vocabulary.size()));
    model.putArray("merges").add("r e").add("re d</w>").add("d r");
  }

  /** The character that stands for each byte, as byte-level BPE has it. */
  private static List<String> byteCharacters() {
    List<String> characters = new ArrayList<>();
    int next = 256;
    for (int b = 0; b < 256; b++) {
      boolean printable = (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || b >= 0xAE;
      characters.add(String.valueOf((char) (printable ? b : next++)));
    }
    return characters;
  }

  private static ObjectNode special(int id, String content) {
    return JSON.createObjectNode()
        .put("id", id)
        .put("content", content)
        .put("single_word", false)
        .put("lstrip", false)
        .put("rstrip", false)
        .put("normalized", true)
        .put("special", true);
  }
}
