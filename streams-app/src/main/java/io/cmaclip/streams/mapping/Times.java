package io.cmaclip.streams.mapping;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.regex.Pattern;

/** Converts results of expressions to times. */
final class Times {
  private static final DateTimeFormatter ISO =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .optionalStart()
          .appendLiteral('T')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .optionalStart()
          .appendOffset("+HH:MM", "Z")
          .optionalEnd()
          .optionalStart()
          .appendOffset("+HHMM", "Z")
          .optionalEnd()
          .optionalStart()
          .appendOffset("+HH", "Z")
          .toFormatter(Locale.ROOT);

  /** Largest number that counts seconds (year 5138); larger ones count milliseconds and so on. */
  private static final double MAX_SECONDS = 1e11;

  private static final double MAX_MILLIS = 1e14;
  private static final double MAX_MICROS = 1e17;

  private static final Pattern AFTER_DATE = Pattern.compile("^(\\d{4}-\\d\\d-\\d\\d) +");

  private static final String USUAL = "0000-00-00T00:00:00Z";

  private Times() {}

  /**
   * The time of an ISO 8601 text (UTC without an offset), or of a number of seconds, milliseconds,
   * microseconds or nanoseconds since 1970-01-01 UTC; null for null.
   *
   * @return precise to the millisecond
   * @throws MappingFailedException for anything else
   */
  static Instant of(Object value, Expression from) {
    if (value == null) {
      return null;
    }
    try {
      Instant time = value instanceof Number number ? ofNumber(number) : ofText(value, from);
      // Avro counts milliseconds in a long; this throws if they do not fit.
      return Instant.ofEpochMilli(time.toEpochMilli());
    } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
      throw from.failed(
          "must be an ISO 8601 time, or seconds, milliseconds, microseconds or nanoseconds since"
              + " 1970, and is "
              + Texts.nameOf(value));
    }
  }

  private static Instant ofNumber(Number number) {
    double size = Math.abs(number.doubleValue());
    if (!Double.isFinite(size)) {
      throw new ArithmeticException("not finite");
    }
    if (size < MAX_SECONDS) {
      return Instant.ofEpochMilli(Math.round(number.doubleValue() * 1000));
    }
    if (size < MAX_MILLIS) {
      return Instant.ofEpochMilli(number.longValue());
    }
    return Instant.EPOCH.plus(
        number.longValue(), size < MAX_MICROS ? ChronoUnit.MICROS : ChronoUnit.NANOS);
  }

  private static Instant ofText(Object value, Expression from) {
    String text = Texts.of(value, from).strip();
    Instant usual = usual(text);
    if (usual != null) {
      return usual;
    }
    if (!text.isEmpty() && text.chars().allMatch(Times::isPartOfNumber)) {
      return ofNumber(Double.valueOf(text));
    }
    // PostgreSQL and MySQL write a space in place of the T.
    String iso =
        text.indexOf(' ') < 0
            ? text
            : AFTER_DATE.matcher(text).replaceFirst("$1T").replace(" ", "");
    TemporalAccessor parsed =
        ISO.parseBest(iso, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
    if (parsed instanceof OffsetDateTime time) {
      return time.toInstant();
    }
    return parsed instanceof LocalDateTime time
        ? time.toInstant(ZoneOffset.UTC)
        : ((LocalDate) parsed).atStartOfDay().toInstant(ZoneOffset.UTC);
  }

  /**
   * The time of {@code 2026-01-02T03:04:05Z} or {@code 2026-01-02T03:04:05.678Z}, which most
   * systems write and which a formatter reads ten times slower; null for any other text.
   */
  private static Instant usual(String text) {
    boolean hasMillis = text.length() == USUAL.length() + 4;
    if (text.length() != USUAL.length() && !hasMillis) {
      return null;
    }
    for (int i = 0; i < USUAL.length() - 1; i++) {
      char expected = USUAL.charAt(i);
      char found = text.charAt(i);
      if (expected == '0' ? found < '0' || found > '9' : found != expected) {
        return null;
      }
    }
    int millis = 0;
    if (hasMillis) {
      millis = text.charAt(19) == '.' ? number(text, 20, 23) : -1;
    }
    int month = number(text, 5, 7);
    int day = number(text, 8, 10);
    boolean isUsual =
        text.endsWith("Z")
            && millis >= 0
            && month >= 1
            && month <= 12
            && day >= 1
            && day <= 28
            && number(text, 11, 13) < 24
            && number(text, 14, 16) < 60
            && number(text, 17, 19) < 60;
    return isUsual
        ? LocalDateTime.of(
                number(text, 0, 4),
                month,
                day,
                number(text, 11, 13),
                number(text, 14, 16),
                number(text, 17, 19))
            .toInstant(ZoneOffset.UTC)
            .plusMillis(millis)
        : null;
  }

  /** The number of some digits; -1 if there is another character. */
  private static int number(String text, int from, int until) {
    int number = 0;
    for (int i = from; i < until; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = 10 * number + digit;
    }
    return number;
  }

  private static boolean isPartOfNumber(int character) {
    return (character >= '0' && character <= '9') || character == '.';
  }
}
