package io.cmaclip.console.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Chromium and node of the system, driven by Playwright; nothing is downloaded. */
final class Browser implements AutoCloseable {
  private final Playwright playwright;
  private final com.microsoft.playwright.Browser chromium;

  private Browser(Path node, Path chromiumFile) {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("PLAYWRIGHT_NODEJS_PATH", node.toString());
    environment.put("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    playwright = Playwright.create(new Playwright.CreateOptions().setEnv(environment));
    chromium =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(chromiumFile)
                    .setArgs(List.of("--disable-dev-shm-usage")));
  }

  /** Starts the browser. Without one the test is skipped, or fails if CMACLIP_BROWSER=required. */
  static Browser start() {
    Path node = Path.of(System.getenv().getOrDefault("NODE", "/usr/bin/node"));
    Path chromium = Path.of(System.getenv().getOrDefault("CHROMIUM", "/usr/bin/chromium"));
    boolean isThere = Files.isExecutable(node) && Files.isExecutable(chromium);
    String missing = "install chromium and nodejs, or set CHROMIUM and NODE to their files";
    if ("required".equals(System.getenv("CMACLIP_BROWSER"))) {
      assertThat(isThere).as(missing).isTrue();
    }
    assumeTrue(isThere, missing);
    return new Browser(node, chromium);
  }

  com.microsoft.playwright.Browser chromium() {
    return chromium;
  }

  @Override
  public void close() {
    chromium.close();
    playwright.close();
  }
}
