package io.cmaclip.trainer.tokenizer;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits titles into words as CLIP's tokenizer does, and maps bytes to characters. */
final class TitleWords {
  /** CLIP's word pattern, applied after normalisation; each digit is a word. */
  private static final Pattern WORD =
      Pattern.compile(
          "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+",
          Pattern.UNICODE_CHARACTER_CLASS);

  private static final Pattern WHITE_SPACE =
      Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);
  private static final char[] BYTE_TO_CHARACTER = byteToCharacter();

  private TitleWords() {}

  /** Normalised words of a title in the byte alphabet: one character per byte. */
  static List<String> of(String title) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(normalise(title));
    while (matcher.find()) {
      words.add(bytesAsCharacters(matcher.group()));
    }
    return words;
  }

  /** Applies NFC, collapses white space to single blanks, converts to lower case. */
  static String normalise(String title) {
    String composed = Normalizer.normalize(title, Normalizer.Form.NFC);
    String spaced = WHITE_SPACE.matcher(composed).replaceAll(" ");
    StringBuilder lower = new StringBuilder(spaced.length());
    // One code point at a time: for a whole string, Java turns a final capital sigma into its final
    // form; CLIP's tokenizer does not.
    spaced
        .codePoints()
        .forEach(point -> lower.append(Character.toString(point).toLowerCase(Locale.ROOT)));
    return lower.toString();
  }

  /**
   * The 256 characters that represent bytes, in the order of CLIP's vocabulary: printable Latin-1
   * first, then substitutes from U+0100 on for unprintable bytes.
   */
  static List<String> alphabet() {
    List<String> printable = new ArrayList<>();
    List<String> substitutes = new ArrayList<>();
    for (char character : BYTE_TO_CHARACTER) {
      (character < 256 ? printable : substitutes).add(String.valueOf(character));
    }
    printable.addAll(substitutes);
    return printable;
  }

  private static String bytesAsCharacters(String word) {
    byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
    StringBuilder characters = new StringBuilder(bytes.length);
    for (byte value : bytes) {
      characters.append(BYTE_TO_CHARACTER[value & 255]);
    }
    return characters.toString();
  }

  private static char[] byteToCharacter() {
    char[] characters = new char[256];
    int substitute = 256;
    for (int value = 0; value < 256; value++) {
      boolean printable = (value >= '!' && value <= '~') || (value >= 0xA1 && value != 0xAD);
      characters[value] = (char) (printable ? value : substitute++);
    }
    return characters;
  }
}
