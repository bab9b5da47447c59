package io.cmaclip.trainer.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Finds a label's words in a title by letters and digits. Case, signs, plural and word boundaries
 * do not matter: "T-shirt", "T Shirt" and "Tshirts" are equal.
 */
final class LabelWord {
  private LabelWord() {}

  /** Whether the title contains the label. */
  static boolean in(String title, String label) {
    return words(removed(title, label)).size() < words(title).size();
  }

  /** The title without the words of the label. */
  static String removed(String title, String label) {
    String wanted = joined(words(label), 0, words(label).size());
    List<String> words = words(title);
    int longest = Math.max(2, words(label).size() + 1);
    List<String> kept = new ArrayList<>();
    for (int at = 0; at < words.size(); ) {
      int found = 0;
      for (int length = 1; length <= Math.min(longest, words.size() - at); length++) {
        if (joined(words, at, length).equals(wanted)) {
          found = length;
        }
      }
      if (found == 0 || wanted.isEmpty()) {
        kept.add(words.get(at++));
      } else {
        at += found;
      }
    }
    return String.join(" ", kept);
  }

  private static List<String> words(String text) {
    return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
  }

  private static String joined(List<String> words, int from, int length) {
    StringBuilder all = new StringBuilder();
    words.subList(from, from + length).forEach(word -> all.append(singular(word)));
    return all.toString();
  }

  private static String singular(String word) {
    String plain = word.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    if (plain.matches(".{2,}(ss|sh|ch|x|z)es")) {
      return plain.substring(0, plain.length() - 2);
    }
    return plain.matches(".{2,}[^s]s") ? plain.substring(0, plain.length() - 1) : plain;
  }
}
