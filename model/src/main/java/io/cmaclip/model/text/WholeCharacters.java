package io.cmaclip.model.text;

/** Repairs strings for UTF-8, which the native tokenizer requires. */
final class WholeCharacters {
  private static final char REPLACEMENT = '\uFFFD';

  private WholeCharacters() {}

  /** Replaces every unpaired surrogate. */
  static String of(String text) {
    StringBuilder repaired = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isSurrogate(c)) {
        continue;
      }
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (pair) {
        i++;
      } else {
        if (repaired == null) {
          repaired = new StringBuilder(text);
        }
        repaired.setCharAt(i, REPLACEMENT);
      }
    }
    return repaired == null ? text : repaired.toString();
  }
}
