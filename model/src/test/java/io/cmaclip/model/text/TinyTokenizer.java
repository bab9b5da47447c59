package io.cmaclip.model.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A small tokenizer of CLIP's type: all bytes, each as a token inside a word and at its end, and a
 * few merges.
 */
public final class TinyTokenizer {
  public static final int START = 515;
  public static final int END = 516;
  public static final int VOCABULARY = 517;

  /** The word "red". */
  public static final int RED = 513;

  private TinyTokenizer() {}

  /** Returns the content of its {@code tokenizer.json}. */
  public static byte[] json() {
    List<String> tokens = new ArrayList<>(byteCharacters());
    byteCharacters().forEach(character -> tokens.add(character + "</w>"));
    tokens.addAll(List.of("re", "red</w>", "dr", ClipTokenizerFile.START, ClipTokenizerFile.END));
    Map<String, Integer> vocabulary = new LinkedHashMap<>();
    tokens.forEach(token -> vocabulary.put(token, vocabulary.size()));
    try {
      return ClipTokenizerFile.of(vocabulary, List.of("r e", "re d</w>", "d r"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the character of each byte in byte-level BPE. */
  private static List<String> byteCharacters() {
    List<String> characters = new ArrayList<>();
    int next = 256;
    for (int b = 0; b < 256; b++) {
      boolean printable = (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || b >= 0xAE;
      characters.add(String.valueOf((char) (printable ? b : next++)));
    }
    return characters;
  }
}
