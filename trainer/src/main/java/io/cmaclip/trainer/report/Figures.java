package io.cmaclip.trainer.report;

import io.cmaclip.html.Html;
import io.cmaclip.html.Table;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Formats numbers for pages and tables. */
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

  /** A table whose headings are separated by {@code " | "}. */
  static Table table(String headings) {
    return new Table(List.of(headings.split(" \\| ", -1)));
  }

  /** An interval with a mark, in percent of the bar's width. */
  static Html bar(double from, double to, double mark) {
    return Html.of(
        "<span class=\"bar\"><i style=\"left:%s%%;width:%s%%\"></i><u"
            + " style=\"left:%s%%\"></u></span>",
        text("%.1f", from), text("%.1f", to - from), text("%.1f", mark));
  }

  /** Format of a left-aligned column of names, at least 12 wide. */
  static String column(Collection<String> names) {
    return "%-" + Math.max(12, names.stream().mapToInt(String::length).max().orElse(0)) + "s";
  }

  static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
