package io.cmaclip.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Whether a page fits a phone and a desktop screen without being scrolled sideways. */
public final class Screens {
  private static final int PHONE = 390;
  private static final int DESKTOP = 1280;
  private static final int MARGIN = 16;
  private static final List<String> NEEDED =
      List.of(
          "<meta name=\"viewport\" content=\"width=device-width\">",
          "img, svg { max-width: 100% }",
          ".scroll { overflow-x: auto }");
  private static final Pattern FIXED_WIDTH = Pattern.compile("(?<!max-)\\bwidth: (\\d+)px");

  private static final Pattern WIDTHS = Pattern.compile("<p>([^<]*)</p>");
  private static final String FRAMES =
      """
      <!doctype html><body><iframe src="page.html" style="width:%dpx;border:0"></iframe>
      <iframe src="page.html" style="width:%dpx;border:0"></iframe><p></p>
      <script>
      onload = () => document.querySelector("p").textContent =
        [...document.querySelectorAll("iframe")].map(frame => frame.contentDocument.documentElement)
          .map(page => page.clientWidth + " " + page.scrollWidth).join(", ")
      </script></body>
      """;

  private Screens() {}

  /**
   * By its markup; and by Chromium where that is installed, which measures it.
   *
   * @param folder where Chromium may write
   */
  public static void assertFits(String page, Path folder) throws IOException {
    assertThat(NEEDED).filteredOn(needed -> !page.contains(needed)).isEmpty();
    assertThat(Pattern.compile("(?<!<div class=\"scroll\">)<table").matcher(page).results().count())
        .as("tables that do not scroll by themselves")
        .isZero();
    for (Matcher fixed = FIXED_WIDTH.matcher(page); fixed.find(); ) {
      assertThat(Integer.parseInt(fixed.group(1))).as(fixed.group()).isLessThan(PHONE - 2 * MARGIN);
    }
    Optional<Path> chromium =
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .map(place -> Path.of(place, "chromium"))
            .filter(Files::isExecutable)
            .findFirst();
    if (chromium.isPresent()) {
      assertThat(widths(chromium.get(), page, folder))
          .as("width of the screen, and of the page in it")
          .isEqualTo("%d %d, %d %d".formatted(PHONE, PHONE, DESKTOP, DESKTOP));
    }
  }

  /** Shows the page in a frame of each width, and reads these back. */
  private static String widths(Path chromium, String page, Path folder) throws IOException {
    Files.writeString(folder.resolve("page.html"), page);
    Path frames = folder.resolve("frames.html");
    Files.writeString(frames, FRAMES.formatted(PHONE, DESKTOP));
    Path answer = folder.resolve("answer.html");
    Process browser =
        new ProcessBuilder(
                chromium.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
                "--hide-scrollbars",
                "--allow-file-access-from-files",
                "--user-data-dir=" + folder.resolve("chromium"),
                "--dump-dom",
                frames.toUri().toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(answer.toFile())
            .start();
    try {
      assertThat(browser.waitFor(1, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      browser.destroyForcibly();
    }
    Matcher widths = WIDTHS.matcher(Files.readString(answer));
    assertThat(widths.find()).isTrue();
    return widths.group(1);
  }
}
