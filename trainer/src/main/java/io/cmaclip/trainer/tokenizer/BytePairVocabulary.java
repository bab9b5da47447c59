package io.cmaclip.trainer.tokenizer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A learned vocabulary, laid out as CLIP's: 256 bytes, the same 256 closing a word, one token per
 * merge, start-of-text, end-of-text.
 *
 * @param tokens all tokens; the position is the id
 * @param merges pairs of tokens in the order in which they were learned
 */
public record BytePairVocabulary(List<String> tokens, List<List<String>> merges) {
  static final String END_OF_WORD = "</w>";
  static final String START = "<|startoftext|>";
  static final String END = "<|endoftext|>";

  public BytePairVocabulary {
    tokens = List.copyOf(tokens);
    merges = List.copyOf(merges);
  }

  /**
   * Learns from titles. No title of the validation or test split belongs here.
   *
   * @param size most tokens in all, special ones included; at least 514
   * @throws IllegalArgumentException when size is below 514
   */
  public static BytePairVocabulary learn(Iterable<String> titles, int size) {
    if (size < 514) {
      throw new IllegalArgumentException(
          "vocabulary = " + size + ": must be at least 514 (256 bytes twice, start, end)");
    }
    List<String> tokens = new ArrayList<>(TitleWords.alphabet());
    TitleWords.alphabet().forEach(character -> tokens.add(character + END_OF_WORD));
    Map<String, Integer> ids = new LinkedHashMap<>();
    tokens.forEach(token -> ids.put(token, ids.size()));

    Map<String, Long> frequencies = new LinkedHashMap<>();
    for (String title : titles) {
      TitleWords.of(title).forEach(word -> frequencies.merge(word, 1L, Long::sum));
    }
    List<int[]> words = frequencies.keySet().stream().map(word -> symbols(word, ids)).toList();
    long[] counts = frequencies.values().stream().mapToLong(Long::longValue).toArray();

    List<List<String>> merges = new ArrayList<>();
    for (MergeLearner.Merge merge :
        new MergeLearner(words, counts).learn(tokens.size(), size - tokens.size() - 2)) {
      String left = tokens.get(merge.left());
      String right = tokens.get(merge.right());
      merges.add(List.of(left, right));
      tokens.add(left + right);
    }
    tokens.add(START);
    tokens.add(END);
    return new BytePairVocabulary(tokens, merges);
  }

  /** Whether a token ends a word; false for start and end of text. */
  public boolean closesWord(int token) {
    return tokens.get(token).endsWith(END_OF_WORD);
  }

  /** Writes the Hugging Face {@code tokenizer.json}. */
  public void write(Path file) throws IOException {
    ObjectMapper json = new ObjectMapper();
    ObjectNode root = json.createObjectNode().put("version", "1.0");
    root.putNull("truncation").putNull("padding");
    ArrayNode added = root.putArray("added_tokens");
    addSpecial(added, START);
    addSpecial(added, END);
    ArrayNode normalizers =
        root.putObject("normalizer").put("type", "Sequence").putArray("normalizers");
    normalizers.addObject().put("type", "NFC");
    ObjectNode replace = normalizers.addObject().put("type", "Replace");
    replace.putObject("pattern").put("Regex", "\\s+");
    replace.put("content", " ");
    normalizers.addObject().put("type", "Lowercase");
    ArrayNode splitters =
        root.putObject("pre_tokenizer").put("type", "Sequence").putArray("pretokenizers");
    ObjectNode split = splitters.addObject().put("type", "Split");
    split.putObject("pattern").put("Regex", TitleWords.SPLIT);
    split.put("behavior", "Removed").put("invert", true);
    byteLevel(splitters.addObject(), false);
    ObjectNode ends = root.putObject("post_processor").put("type", "RobertaProcessing");
    ends.putArray("sep").add(END).add(tokens.indexOf(END));
    ends.putArray("cls").add(START).add(tokens.indexOf(START));
    ends.put("trim_offsets", false).put("add_prefix_space", false);
    byteLevel(root.putObject("decoder"), true);
    ObjectNode model = root.putObject("model").put("type", "BPE").putNull("dropout");
    model.put("unk_token", END).put("continuing_subword_prefix", "");
    model.put("end_of_word_suffix", END_OF_WORD).put("fuse_unk", false);
    model.put("byte_fallback", false).put("ignore_merges", false);
    ObjectNode vocabulary = model.putObject("vocab");
    for (int id = 0; id < tokens.size(); id++) {
      vocabulary.put(tokens.get(id), id);
    }
    ArrayNode pairs = model.putArray("merges");
    merges.forEach(merge -> pairs.add(String.join(" ", merge)));
    Files.writeString(file, json.writeValueAsString(root));
  }

  private void addSpecial(ArrayNode added, String token) {
    added
        .addObject()
        .put("id", tokens.indexOf(token))
        .put("content", token)
        .put("single_word", false)
        .put("lstrip", false)
        .put("rstrip", false)
        .put("normalized", true)
        .put("special", true);
  }

  private static void byteLevel(ObjectNode node, boolean prefixSpace) {
    node.put("type", "ByteLevel")
        .put("add_prefix_space", prefixSpace)
        .put("trim_offsets", true)
        .put("use_regex", true);
  }

  private static int[] symbols(String word, Map<String, Integer> ids) {
    int[] symbols = new int[word.length()];
    for (int i = 0; i < symbols.length; i++) {
      String character = word.substring(i, i + 1);
      symbols[i] = ids.get(i == symbols.length - 1 ? character + END_OF_WORD : character);
    }
    return symbols;
  }
}
