package io.cmaclip.streams.mapping;

import java.math.BigDecimal;
import java.util.List;

/** Converts results of expressions to texts. */
final class Texts {
  /** What Debezium writes for a large value that an update did not change. */
  private static final String UNAVAILABLE = "__debezium_unavailable_value";

  private static final String UNAVAILABLE_BASE64 = "X19kZWJleml1bV91bmF2YWlsYWJsZV92YWx1ZQ==";

  private Texts() {}

  /**
   * The text of a scalar, or of a list with one; null for null.
   *
   * @throws MappingFailedException for an object, a list of several, or bytes
   */
  static String of(Object value, Expression from) {
    if (value == null) {
      return null;
    }
    if (value instanceof String text) {
      return wellFormed(text);
    }
    if (value instanceof Double || value instanceof Float) {
      double number = ((Number) value).doubleValue();
      return Double.isFinite(number)
          ? new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString()
          : Double.toString(number);
    }
    if (value instanceof BigDecimal number) {
      return number.toPlainString();
    }
    if (value instanceof Number || value instanceof Boolean) {
      return value.toString();
    }
    if (value instanceof List<?> list && list.size() == 1) {
      return of(list.get(0), from);
    }
    throw from.failed("must be a text, and is " + nameOf(value));
  }

  /** Whether this is Debezium's placeholder, as a text or as bytes in base64. */
  static boolean isUnavailable(Object value) {
    return UNAVAILABLE.equals(value) || UNAVAILABLE_BASE64.equals(value);
  }

  static String nameOf(Object value) {
    if (value instanceof List<?> list) {
      return "a list of " + list.size();
    }
    if (value instanceof java.util.Map) {
      return "an object";
    }
    if (value instanceof byte[] bytes) {
      return bytes.length + " bytes";
    }
    if (value instanceof String) {
      return "a text";
    }
    if (value instanceof Number) {
      return "a number";
    }
    return value instanceof Boolean ? "a boolean" : "a function";
  }

  /** Replaces unpaired surrogates, which JSON can contain and UTF-8 cannot. */
  static String wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return repaired(text);
      }
    }
    return text;
  }

  private static String repaired(String text) {
    StringBuilder result = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point ->
                result.appendCodePoint(
                    point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE
                        ? 0xFFFD
                        : point));
    return result.toString();
  }
}
