package io.cmaclip.streams.operations.status;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Formats numbers and times for the status page. NaN and infinity become a dash. */
final class Figures {
  static final String UNKNOWN = "–";

  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final int MILLIS = 1000;
  private static final int MINUTE = 60;
  private static final int HOUR = 3600;
  private static final int TWO_DIGITS = 10;
  private static final int THREE_DIGITS = 100;
  private static final int PERCENT = 100;

  private Figures() {}

  /** Integer with separators: {@code 12,345}. */
  static String count(double value) {
    return format("%,.0f", value);
  }

  /** About two significant digits: {@code 0.25}, {@code 2.5}, {@code 25}, {@code 2,500}. */
  static String number(double value) {
    if (value == Math.rint(value)) {
      return count(value);
    }
    return format(value < 1 ? "%.2f" : value < THREE_DIGITS ? "%.1f" : "%,.0f", value);
  }

  /** Time in seconds: {@code 25 ms}, {@code 2.5 s}, {@code 3.0 min}. */
  static String seconds(double value) {
    if (value < 1) {
      double millis = value * MILLIS;
      return format(millis < TWO_DIGITS && millis > 0 ? "%.1f ms" : "%.0f ms", millis);
    }
    if (value < 2 * MINUTE) {
      return format(value < TWO_DIGITS ? "%.1f s" : "%.0f s", value);
    }
    return value < 2 * HOUR ? format("%.1f min", value / MINUTE) : format("%.1f h", value / HOUR);
  }

  /** Fraction as percentage: {@code 93.1%}. */
  static String share(double value) {
    return format("%.1f%%", value * PERCENT);
  }

  static String decimal(double value) {
    return format("%.2f", value);
  }

  static String time(Instant instant) {
    return UTC.format(instant);
  }

  /** Two largest units: {@code 3 h 12 min}. */
  static String duration(Duration duration) {
    if (duration.toMinutes() < 1) {
      return duration.toSeconds() + " s";
    }
    if (duration.toHours() < 1) {
      return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
    }
    return duration.toDays() < 1
        ? duration.toHours() + " h " + duration.toMinutesPart() + " min"
        : duration.toDays() + " d " + duration.toHoursPart() + " h";
  }

  private static String format(String format, double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, format, value) : UNKNOWN;
  }
}
