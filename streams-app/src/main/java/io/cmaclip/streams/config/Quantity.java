package io.cmaclip.streams.config;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Quantities with a unit: {@code 10 ms}, {@code PT1S}, {@code 256 MB}. */
final class Quantity {
  private static final Pattern NUMBER_AND_UNIT =
      Pattern.compile("(\\d{1,18}(?:\\.\\d{1,9})?)\\s*([A-Za-zµ]*)");

  private static final Map<String, Long> NANOS =
      Map.of(
          "us", 1_000L,
          "µs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "min", 60_000_000_000L,
          "h", 3_600_000_000_000L,
          "d", 86_400_000_000_000L);

  private static final Map<String, Long> BYTES =
      Map.of(
          "", 1L, "b", 1L, "kb", 1L << 10, "kib", 1L << 10, "mb", 1L << 20, "mib", 1L << 20, "gb",
          1L << 30, "gib", 1L << 30);

  private static final String DURATION_NOTATION =
      "a duration is a number with us, ms, s, min, h or d";

  private Quantity() {}

  /** The text is no quantity; the message says how to write one. */
  static final class NotationException extends IllegalArgumentException {
    NotationException(String message) {
      super(message);
    }
  }

  /**
   * Parses a number with one of us, ms, s, min, h, d, or an ISO-8601 duration.
   *
   * @throws NotationException for any other text, including a number without a unit
   * @throws IllegalArgumentException for a number that is too large
   */
  static Duration duration(String text) {
    if (text.startsWith("P") || text.startsWith("p")) {
      try {
        return Duration.parse(text);
      } catch (DateTimeParseException e) {
        throw new NotationException(DURATION_NOTATION);
      }
    }
    return Duration.ofNanos(scaled(text, NANOS, DURATION_NOTATION));
  }

  /**
   * Parses a number of bytes, with one of B, KB, MB, GB (powers of 1,024) or without a unit.
   *
   * @throws NotationException for any other text
   * @throws IllegalArgumentException for a number that is too large
   */
  static long bytes(String text) {
    return scaled(text, BYTES, "a size is a number, alone or with B, KB, MB or GB");
  }

  /** Formats a duration in the largest unit that gives a whole number. */
  static String format(Duration value) {
    long nanos = value.toNanos();
    for (String unit : new String[] {"d", "h", "min", "s", "ms", "us"}) {
      long size = NANOS.get(unit);
      if (nanos != 0 && nanos % size == 0) {
        return nanos / size + " " + unit;
      }
    }
    return nanos == 0 ? "0 ms" : value.toString();
  }

  /** Formats a size in the largest unit that gives a whole number. */
  static String formatBytes(long value) {
    for (String unit : new String[] {"GB", "MB", "KB"}) {
      long size = BYTES.get(unit.toLowerCase(Locale.ROOT));
      if (value != 0 && value % size == 0) {
        return value / size + " " + unit;
      }
    }
    return value + " B";
  }

  /** Formats a number without trailing zeros. */
  static String plain(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  private static long scaled(String text, Map<String, Long> units, String otherwise) {
    Matcher matcher = NUMBER_AND_UNIT.matcher(text);
    Long unit = matcher.matches() ? units.get(matcher.group(2).toLowerCase(Locale.ROOT)) : null;
    if (unit == null) {
      throw new NotationException(otherwise);
    }
    try {
      return new BigDecimal(matcher.group(1))
          .multiply(BigDecimal.valueOf(unit))
          .setScale(0, RoundingMode.HALF_UP)
          .longValueExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("too large", e);
    }
  }
}
