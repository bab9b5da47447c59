package io.cmaclip.console.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.cmaclip.console.queue.QueueCounts;
import io.cmaclip.console.queue.QueueService;
import io.cmaclip.events.DecisionKind;
import io.cmaclip.events.ReviewDecision;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser, on a real broker. */
class ConsolePageTest {
  private static final String HOSTILE = "<img src=x onerror=\"document.title='owned'\">";

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
      topics.close();
    }
    if (browser != null) {
      browser.close();
    }
  }

  @Test
  void reviewerDecidesFiftyItemsByKeyboardAlone() throws Exception {
    send(IntStream.range(0, 50).mapToObj(number -> "Listing number " + number).toList());
    try (BrowserContext context = browser.chromium().newContext()) {
      Page page = signIn(context);
      for (int number = 0; number < 50; number++) {
        awaitTitle(page, "Listing number " + number);
        switch (number % 5) {
          case 1 -> press(page, "1", "2", "Enter");
          case 2 -> press(page, "f");
          case 3 -> press(page, "n");
          default -> press(page, "Enter");
        }
      }
      page.waitForSelector(".empty");
      press(page, "u");
      awaitTitle(page, "Listing number 49");
      press(page, "Enter");
    }
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(queue.queue().progress().counts())
                    .isEqualTo(new QueueCounts(50, 50, 0, 0, 0, 0)));

    List<ReviewDecision> decisions = topics.decisions();
    // 40 items with two tasks, 10 flags, and one item that was undone and decided again.
    assertThat(decisions).hasSize(40 * 2 + 10 + 2 + 2);
    assertThat(decisions).extracting(ReviewDecision::getDecisionId).doesNotHaveDuplicates();
    assertThat(decisions).filteredOn(made -> made.getKind() == DecisionKind.UNDO).hasSize(2);
    assertThat(decisions).filteredOn(made -> made.getKind() == DecisionKind.FLAG).hasSize(10);
    assertThat(decisions).filteredOn(made -> made.getLabel().equals("blue")).hasSize(10);
    assertThat(decisions)
        .filteredOn(made -> made.getKind() == DecisionKind.NOT_APPLICABLE)
        .hasSize(20);
  }

  @Test
  void pageIsAccessibleAndHostileTextInert() throws Exception {
    send(List.of(HOSTILE + " red dress", "${7*7}<script>document.title='owned'</script>"));
    try (BrowserContext context = browser.chromium().newContext()) {
      List<String> foreign = new ArrayList<>();
      context.onRequest(
          request -> {
            if (!request.url().startsWith(server.url())
                && !request.url().startsWith("blob:")
                && !request.url().startsWith("data:")) {
              foreign.add(request.url());
            }
          });
      Page page = signIn(context);
      awaitTitle(page, HOSTILE + " red dress");
      press(page, "1");
      page.waitForSelector(".search");
      assertThat(new AxeBuilder(page).analyze().getViolations())
          .filteredOn(found -> List.of("serious", "critical").contains(found.getImpact()))
          .isEmpty();
      assertThat(page.title()).isEqualTo("Review console");
      assertThat(foreign).isEmpty();
      Screens.save(page, folder, 1280, 800, "review-console.png");
      Screens.save(page, folder, 390, 844, "review-console-phone.png");
    }
  }

  @Test
  void refusesRequestsWithoutTokenAndForOtherHosts() throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.url() + "api/undo"))
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("Content-Security-Policy")).isPresent();
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), URI.create(server.url()).getPort())) {
      socket
          .getOutputStream()
          .write(
              "GET / HTTP/1.1\r\nHost: rebound.example\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 421");
    }
  }

  private void send(List<String> titles) throws Exception {
    topics.send(titles);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> queue.queue().progress().waiting() == titles.size());
  }

  private Page signIn(BrowserContext context) {
    Page page = context.newPage();
    page.navigate(server.url());
    page.fill("input[name=token]", token);
    page.keyboard().press("Enter");
    return page;
  }

  private static void awaitTitle(Page page, String title) {
    page.waitForFunction("title => document.querySelector('h2')?.textContent === title", title);
  }

  private static void press(Page page, String... keys) {
    for (String key : keys) {
      page.keyboard().press(key);
    }
  }
}
