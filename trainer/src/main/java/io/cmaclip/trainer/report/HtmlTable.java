package io.cmaclip.trainer.report;

import java.util.Locale;

/** A table as HTML, row by row: a name, then cells. Owned by one thread. */
final class HtmlTable {
  private final StringBuilder html = new StringBuilder("<table><thead><tr>");

  /** A table with these headings, the first one over the names. */
  HtmlTable(String... headings) {
    boolean first = true;
    for (String heading : headings) {
      html.append(first ? "<th>" : "<th class=\"n\">").append(heading).append("</th>");
      first = false;
    }
    html.append("</tr></thead><tbody>");
  }

  /** A row; the cells are HTML, the name is text. */
  HtmlTable row(String name, String... cells) {
    html.append("<tr><td>").append(Html.escaped(name)).append("</td>");
    for (String cell : cells) {
      html.append("<td class=\"n\">").append(cell).append("</td>");
    }
    html.append("</tr>");
    return this;
  }

  String html() {
    return html + "</tbody></table>";
  }

  /** A share with three digits; a dash for null. */
  static String share(Double value) {
    return value == null ? "&ndash;" : String.format(Locale.ROOT, "%.3f", value);
  }

  static String count(int value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
