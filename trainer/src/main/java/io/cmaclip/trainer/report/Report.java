package io.cmaclip.trainer.report;

import io.cmaclip.html.Html;
import io.cmaclip.html.Page;
import io.cmaclip.html.Template;

/** The page around a report. */
final class Report {
  private static final Html STYLE = Template.of(Report.class, "report.css").html();

  private Report() {}

  /** A page with its title as heading. */
  static String page(String title, Html body) {
    return new Page(title, STYLE, Html.of("<h1>%s</h1>%s", title, body)).html().toString();
  }
}
