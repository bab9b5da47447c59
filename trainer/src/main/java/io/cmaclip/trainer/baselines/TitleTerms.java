package io.cmaclip.trainer.baselines;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Splits titles into terms as scikit-learn's TfidfVectorizer does. */
final class TitleTerms {
  private static final Pattern WORD = Pattern.compile("\\w\\w+", Pattern.UNICODE_CHARACTER_CLASS);
  private static final int SHORTEST = 3;
  private static final int LONGEST = 5;

  private TitleTerms() {}

  /** Words of two or more characters and pairs of neighbouring words, in lower case. */
  static Function<String, List<String>> words() {
    return title -> {
      List<String> words =
          WORD.matcher(title.toLowerCase(Locale.ROOT))
              .results()
              .map(match -> match.group())
              .toList();
      List<String> terms = new ArrayList<>(words);
      for (int i = 0; i + 1 < words.size(); i++) {
        terms.add(words.get(i) + " " + words.get(i + 1));
      }
      return terms;
    };
  }

  /** Runs of 3 to 5 characters within words padded by blanks (analyzer char_wb). */
  static Function<String, List<String>> characters() {
    return title -> {
      List<String> terms = new ArrayList<>();
      for (String word : title.toLowerCase(Locale.ROOT).strip().split("\\s+")) {
        String padded = " " + word + " ";
        for (int length = SHORTEST; length <= LONGEST; length++) {
          for (int from = 0; from + length <= padded.length(); from++) {
            terms.add(padded.substring(from, from + length));
          }
        }
      }
      return terms;
    };
  }
}
