package io.cmaclip.streams.images;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Converts host names to ASCII as browsers do (UTS #46, non-transitional): unlike IDNA 2003, {@code
 * faß.de} and {@code fass.de} are different hosts.
 */
final class HostName {
  private static final Pattern ASCII = Pattern.compile("[a-z0-9._-]{1,253}");
  private static final Pattern FULL_STOPS = Pattern.compile("[\u3002\uff0e\uff61]");

  /** Code points that the mapping removes: soft hyphen, zero-width space, variation selectors. */
  private static final Pattern IGNORED =
      Pattern.compile("[\u00ad\u034f\u180b-\u180d\u200b\u2060\u2064\ufe00-\ufe0f\ufeff]");

  private static final int LONGEST_LABEL = 63;

  private HostName() {}

  /**
   * Returns the name in lower-case ASCII.
   *
   * @param host may be percent-encoded
   * @throws IllegalArgumentException if it is not a host name
   */
  static String ascii(String host) {
    String decoded =
        host.indexOf('%') < 0
            ? host
            : URLDecoder.decode(host.replace("+", "%2B"), StandardCharsets.UTF_8);
    String dotted = FULL_STOPS.matcher(IGNORED.matcher(decoded).replaceAll("")).replaceAll(".");
    String mapped = Normalizer.normalize(lower(dotted), Normalizer.Form.NFKC);
    mapped = Normalizer.normalize(lower(mapped), Normalizer.Form.NFKC);
    List<String> labels = new ArrayList<>();
    for (String label : mapped.split("\\.", -1)) {
      labels.add(label.chars().allMatch(c -> c < 0x80) ? label : encoded(label));
    }
    String ascii = String.join(".", labels);
    if (!ASCII.matcher(ascii).matches()) {
      throw new IllegalArgumentException("not a host name");
    }
    return ascii;
  }

  /** By code point: {@code toLowerCase} of a string would map a final sigma by its position. */
  private static String lower(String text) {
    return text.codePoints()
        .map(Character::toLowerCase)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static String encoded(String label) {
    boolean valid =
        label.codePoints().allMatch(HostName::isAllowed)
            && !isMark(label.codePointAt(0))
            && label.length() <= LONGEST_LABEL;
    String ascii = valid ? "xn--" + Punycode.encode(label) : "";
    if (!valid || ascii.length() > LONGEST_LABEL) {
      throw new IllegalArgumentException("not a host name");
    }
    return ascii;
  }

  private static boolean isAllowed(int c) {
    if (c < 0x80) {
      return Character.isLetterOrDigit(c) || c == '-' || c == '_';
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      // Zero-width joiner and non-joiner are part of names in Indic scripts.
      case Character.FORMAT -> c == 0x200C || c == 0x200D;
      default -> c != 0xFFFD;
    };
  }

  private static boolean isMark(int c) {
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK
        || type == Character.ENCLOSING_MARK;
  }
}
