package io.cmaclip.trainer.tokenizer;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits titles into words the way CLIP's tokenizer does, and shows bytes as characters. */
final class TitleWords {
  /** CLIP's split, applied after normalisation; digits are single words. */
  private static final Pattern WORD =
      Pattern.compile(
          "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+",
          Pattern.UNICODE_CHARACTER_CLASS);

  private static final Pattern WHITE_SPACE =
      Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);
  private static final char[] BYTE_TO_CHARACTER = byteToCharacter();

  private TitleWords() {}

  /** Normalised words of a title, each byte written as one character of the byte alphabet. */
  static List<String> of(String title) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(normalise(title));
    while (matcher.find()) {
      words.add(bytesAsCharacters(matcher.group()));
    }
    return words;
  }

  /** NFC, white space to single blanks, lower case. */
  static String normalise(String title) {
    String composed = Normalizer.normalize(title, Normalizer.Form.NFC);
    String spaced = WHITE_SPACE.matcher(composed).replaceAll(" ");
    StringBuilder lower = new StringBuilder(spaced.length());
    // One code point at a time: as a whole, Java would turn a closing capital sigma into its final
    // form, which CLIP's tokenizer does not.
    spaced
        .codePoints()
        .forEach(point -> lower.append(Character.toString(point).toLowerCase(Locale.ROOT)));
    return lower.toString();
  }

  /**
   * The 256 characters that stand for bytes, in the order of CLIP's vocabulary: printable Latin-1
   * first, then stand-ins from U+0100 on for the bytes that are not printable.
   */
  static List<String> alphabet() {
    List<String> printable = new ArrayList<>();
    List<String> standIns = new ArrayList<>();
    for (char character : BYTE_TO_CHARACTER) {
      (character < 256 ? printable : standIns).add(String.valueOf(character));
    }
    printable.addAll(standIns);
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
    int standIn = 256;
    for (int value = 0; value < 256; value++) {
      boolean printable = (value >= '!' && value <= '~') || (value >= 0xA1 && value != 0xAD);
      characters[value] = (char) (printable ? value : standIn++);
    }
    return characters;
  }
}
