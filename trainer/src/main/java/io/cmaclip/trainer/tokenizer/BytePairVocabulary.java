package io.cmaclip.trainer.tokenizer;

import io.cmaclip.model.text.ClipTokenizerFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A learned byte-pair vocabulary in CLIP's layout: 256 bytes, 256 bytes at the end of a word, one
 * token per merge, start-of-text, end-of-text.
 *
 * @param tokens tokens in the order of their ids
 * @param merges pairs of tokens in the order in which they were learned
 */
public record BytePairVocabulary(List<String> tokens, List<List<String>> merges) {
  static final String END_OF_WORD = "</w>";

  public BytePairVocabulary {
    tokens = List.copyOf(tokens);
    merges = List.copyOf(merges);
  }

  /**
   * Learns from training titles. Do not pass titles of the validation or test split.
   *
   * @param size largest number of tokens, including special tokens; at least 514
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
    tokens.add(ClipTokenizerFile.START);
    tokens.add(ClipTokenizerFile.END);
    return new BytePairVocabulary(tokens, merges);
  }

  /** Whether a token ends a word; false for start and end of text. */
  public boolean closesWord(int token) {
    return tokens.get(token).endsWith(END_OF_WORD);
  }

  /** Writes a Hugging Face {@code tokenizer.json}. */
  public void write(Path file) throws IOException {
    Map<String, Integer> ids = new LinkedHashMap<>();
    tokens.forEach(token -> ids.put(token, ids.size()));
    Files.write(
        file,
        ClipTokenizerFile.of(ids, merges.stream().map(merge -> String.join(" ", merge)).toList()));
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
