package io.cmaclip.console.web;

import static io.cmaclip.console.web.ReviewPage.awaitTitle;
import static io.cmaclip.console.web.ReviewPage.press;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import io.cmaclip.console.queue.QueueService;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page does with hostile listings, what it weighs, and whether all can use it. */
class PageSafetyTest {
  private static final int MOST_BYTES = 80_000;

  /** Each would change the document's title, or fetch something, if it were more than text. */
  private static final List<String> HOSTILE =
      List.of(
          "<script>document.title='owned'</script>",
          "<img src=x onerror=\"document.title='owned'\">",
          "<svg onload=\"document.title='owned'\">",
          "<svg><script>document.title='owned'</script></svg>",
          "<iframe srcdoc=\"<script>parent.document.title='owned'</script>\"></iframe>",
          "<iframe src=\"http://evil.example/\"></iframe>",
          "<img src=\"http://evil.example/track.png\">",
          "<link rel=stylesheet href=\"http://evil.example/x.css\">",
          "<style>@import 'http://evil.example/x.css'</style>",
          "<base href=\"http://evil.example/\">",
          "<meta http-equiv=refresh content=\"0;url=http://evil.example/\">",
          "<form action=\"http://evil.example/\"><button autofocus>x</button></form>",
          "<object data=\"http://evil.example/x\"></object>",
          "<a href=\"javascript:document.title='owned'\" autofocus onfocus=click()>x</a>",
          "<input autofocus onfocus=\"document.title='owned'\">",
          "<video><source onerror=\"document.title='owned'\"></video>",
          "</h2></main><script>document.title='owned'</script>",
          "\"><img src=x onerror=document.title='owned'>",
          "${document.title='owned'}{{constructor.constructor('document.title=1')()}}",
          "<!--><img src=x onerror=document.title='owned'>--><?lit$1$?><template><p>");

  @TempDir Path folder;

  private Browser browser;
  private ReviewTopics topics;
  private QueueService queue;
  private WebServer server;
  private String token;

  @BeforeEach
  void start() throws Exception {
    browser = Browser.start();
    topics = new ReviewTopics();
    queue = topics.service(folder.resolve("state"));
    Path file = folder.resolve("reviewers");
    token = Reviewers.add(file, new Reviewer("ann", Reviewer.Role.REVIEWER));
    server = WebServer.start(topics.backend(queue, null), Reviewers.read(file), 0);
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
      queue.close();
    }
    if (topics != null) {
      topics.close();
    }
    browser.close();
  }

  @Test
  void hostileTitlesAreShownAsTextAndNothingElse() throws Exception {
    topics.send(HOSTILE);
    try (BrowserContext context = browser.chromium().newContext()) {
      List<String> foreign = new ArrayList<>();
      List<String> errors = new ArrayList<>();
      context.onRequest(
          request -> {
            if (!request.url().startsWith(server.url())
                && !request.url().matches("(blob|data):.*")) {
              foreign.add(request.url());
            }
          });
      context.onWebError(error -> errors.add(error.error()));
      Page page = ReviewPage.signIn(context, server.url(), token);
      for (String title : HOSTILE) {
        awaitTitle(page, title);
        assertThat(page.title()).isEqualTo("Review console");
        assertThat(page.locator("#app :is(script, iframe, object, video, svg, base, link)").count())
            .isZero();
        press(page, "Enter");
      }
      page.waitForSelector(".empty");
      assertThat(foreign).isEmpty();
      assertThat(errors).isEmpty();
    }
  }

  @Test
  void pageWeighsAtMostEightyKilobytesWithoutImages() throws Exception {
    topics.send(List.of("Red dress", "Blue dress"));
    try (BrowserContext context = browser.chromium().newContext()) {
      Page page = context.newPage();
      CDPSession network = context.newCDPSession(page);
      Map<String, String> urls = new HashMap<>();
      Map<String, Long> bytes = new HashMap<>();
      network.on(
          "Network.responseReceived",
          event ->
              urls.put(
                  event.get("requestId").getAsString(),
                  event.getAsJsonObject("response").get("url").getAsString()));
      network.on("Network.loadingFinished", event -> count(event, urls, bytes));
      network.send("Network.enable");
      page.navigate(server.url());
      page.fill("input[name=token]", token);
      press(page, "Enter");
      awaitTitle(page, "Red dress");
      page.waitForTimeout(1_500);

      assertThat(bytes.keySet()).contains(server.url() + "lib/lit-html/lit-html.js");
      assertThat(bytes.values().stream().mapToLong(Long::longValue).sum())
          .as("%s", bytes)
          .isLessThanOrEqualTo(MOST_BYTES);
    }
  }

  private static void count(JsonObject event, Map<String, String> urls, Map<String, Long> bytes) {
    String url = urls.getOrDefault(event.get("requestId").getAsString(), "");
    if (url.startsWith("http") && !url.contains("/api/image")) {
      bytes.merge(url, event.get("encodedDataLength").getAsLong(), Long::sum);
    }
  }

  @Test
  void servesOnlyTheProductionBuildOfItsLibrary() throws Exception {
    assertThat(get("lib/lit-html/lit-html.js").statusCode()).isEqualTo(200);
    assertThat(get("lib/lit-html/lit-html.js").body().length()).isLessThan(10_000);
    for (String other : List.of("development/lit-html.js", "lit-html.js.map", "package.json")) {
      assertThat(get("lib/lit-html/" + other).statusCode()).as(other).isEqualTo(404);
    }
  }

  @Test
  void eachStateOfThePageIsAccessible() throws Exception {
    topics.send(List.of("Red dress"));
    try (BrowserContext context = browser.chromium().newContext()) {
      Page page = context.newPage();
      page.navigate(server.url());
      page.waitForSelector("input[name=token]");
      assertAccessible(page);
      page.fill("input[name=token]", token);
      press(page, "Enter");
      awaitTitle(page, "Red dress");
      assertAccessible(page);
      press(page, "1");
      page.waitForSelector(".search");
      assertAccessible(page);
      press(page, "Escape", "Enter");
      page.waitForSelector(".empty");
      assertAccessible(page);
    }
  }

  private static void assertAccessible(Page page) {
    assertThat(new AxeBuilder(page).analyze().getViolations())
        .filteredOn(found -> List.of("serious", "critical").contains(found.getImpact()))
        .isEmpty();
  }

  private HttpResponse<String> get(String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(server.url() + path)).build(),
            HttpResponse.BodyHandlers.ofString());
  }
}
