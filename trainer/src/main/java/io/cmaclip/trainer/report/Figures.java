package io.cmaclip.trainer.report;

import io.cmaclip.html.Html;
import java.util.Locale;

/** Figures as a page shows them. */
final class Figures {
  static final String UNKNOWN = "–";

  private Figures() {}

  /** A share with three digits; a dash for null. */
  static String share(Double value) {
    return value == null ? UNKNOWN : text("%.3f", value);
  }

  static String count(long value) {
    return text("%,d", value);
  }

  /**
   * A mark on an interval, on a bar.
   *
   * @param from percent of the bar's width, likewise the others
   */
  static Html bar(double from, double to, double mark) {
    return Html.of(
        "<span class=\"bar\"><i style=\"left:%s%%;width:%s%%\"></i><u style=\"left:%s%%\"></u></span>",
        text("%.1f", from), text("%.1f", to - from), text("%.1f", mark));
  }

  static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
