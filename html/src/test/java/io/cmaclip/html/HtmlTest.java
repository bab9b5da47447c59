package io.cmaclip.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmaclip.fixtures.Screens;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlTest {
  private static final String HOSTILE = "<script>\"'&${name}%s";
  private static final String ESCAPED = "&lt;script&gt;&quot;&#39;&amp;${name}%s";

  @TempDir Path folder;

  @Test
  void escapesTextAndKeepsMarkup() {
    Html inner = Html.of("<i title=\"%s\">%s</i>", HOSTILE, 5);
    assertThat(Html.of("<b>%s</b>%s", HOSTILE, inner))
        .hasToString("<b>" + ESCAPED + "</b><i title=\"" + ESCAPED + "\">5</i>");
    assertThat(Html.join(Html.text(HOSTILE), inner, Html.NOTHING))
        .hasToString(ESCAPED + "<i title=\"" + ESCAPED + "\">5</i>");
  }

  @Test
  void fillsTheTemplateOfAResource() {
    Template template = Template.of(HtmlTest.class, "test.html");
    assertThat(template.html(Map.of("name", HOSTILE, "more", Html.of("<hr>"))))
        .hasToString("<p title=\"" + ESCAPED + "\">" + ESCAPED + "</p><hr>\n");
  }

  @Test
  void refusesPartsThatTheTemplateDoesNotName() {
    Template template = Template.of(HtmlTest.class, "test.html");
    assertThatThrownBy(() -> template.html(Map.of("name", "a")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("test.html: no value for ${more}");
    assertThatThrownBy(() -> template.html(Map.of("name", "a", "more", "b", "most", "c")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("test.html names no [most]");
    assertThatThrownBy(() -> Template.of(HtmlTest.class, "none.html"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("none.html");
  }

  @Test
  void escapesTheCellsOfATable() {
    assertThat(new Table(HOSTILE, "n").row(HOSTILE, Html.of("<b>%s</b>", 1)).html())
        .hasToString(
            "<div class=\"scroll\"><table><thead><tr><th>"
                + ESCAPED
                + "</th><th>n</th></tr></thead><tbody><tr><td>"
                + ESCAPED
                + "</td><td><b>1</b></td></tr></tbody></table></div>");
  }

  @Test
  void aWideTableScrollsInsideAPageThatFitsTheScreen() throws IOException {
    String wide = "w".repeat(60);
    Html body =
        new Table(Collections.nCopies(20, wide)).row(wide, Collections.nCopies(19, wide)).html();
    String page = new Page("t", Html.NOTHING, body).html(Duration.ofSeconds(5)).toString();
    assertThat(page).startsWith("<!doctype html>").contains("http-equiv=\"refresh\" content=\"5\"");
    Screens.assertFits(page, folder);
    assertThatThrownBy(
            () -> Screens.assertFits(page.replace("<div class=\"scroll\">", "<div>"), folder))
        .isInstanceOf(AssertionError.class);
  }
}
