package io.cmaclip.html;

import java.time.Duration;
import java.util.Map;

/**
 * A self-contained page without scripts or external resources, for screens of 360 pixels or more.
 *
 * @param title also the title of the window
 * @param style CSS added to the shared style
 * @param body content
 */
public record Page(String title, Html style, Html body) {
  private static final Template PAGE = Template.of(Page.class, "page.html");
  private static final Html STYLE = Template.of(Page.class, "page.css").html();

  /** Returns the page. */
  public Html html() {
    return html(Html.NOTHING);
  }

  /** Returns the page with automatic refresh. */
  public Html html(Duration interval) {
    return html(Html.of("<meta http-equiv=\"refresh\" content=\"%s\">", interval.toSeconds()));
  }

  private Html html(Html refresh) {
    return PAGE.html(
        Map.of("refresh", refresh, "title", title, "shared", STYLE, "style", style, "body", body));
  }
}
