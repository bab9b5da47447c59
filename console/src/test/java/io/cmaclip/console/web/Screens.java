package io.cmaclip.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.nio.file.Path;

/** Screenshots of the pages. */
final class Screens {
  private Screens() {}

  /** Writes a screenshot, to docs if CMACLIP_WRITE_DOCS is true; the page must not overflow. */
  static void save(Page page, Path folder, int width, int height, String name) {
    page.setViewportSize(width, height);
    boolean isDocs = "true".equals(System.getenv("CMACLIP_WRITE_DOCS"));
    Path target = isDocs ? Path.of("..", "docs", name) : folder.resolve(name);
    page.screenshot(new Page.ScreenshotOptions().setPath(target));
    assertThat(
            page.evaluate(
                "document.documentElement.scrollWidth > document.documentElement.clientWidth"))
        .isEqualTo(false);
  }
}
