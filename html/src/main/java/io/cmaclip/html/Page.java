package io.cmaclip.html;

import java.time.Duration;
import java.util.Map;

/**
 * A whole page: no script, network or other files. It fits screens from 360 pixels.
 *
 * @param title also shown as the name of the window
 * @param style CSS that comes after what all pages share
 * @param body what it shows
 */
public record Page(String title, Html style, Html body) {
  private static final Template PAGE = Template.of(Page.class, "page.html");
  private static final Html STYLE = Template.of(Page.class, "page.css").html();

  /** The page, for a browser to show once. */
  public Html html() {
    return html(Html.NOTHING);
  }

  /** The page, for a browser to ask for again and again. */
  public Html html(Duration interval) {
    return html(Html.of("<meta http-equiv=\"refresh\" content=\"%s\">", interval.toSeconds()));
  }

  private Html html(Html refresh) {
    return PAGE.html(
        Map.of("refresh", refresh, "title", title, "shared", STYLE, "style", style, "body", body));
  }
}
