package io.cmaclip.console.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.cmaclip.console.queue.QueueCounts;
import io.cmaclip.events.DecisionKind;
import io.cmaclip.events.ReviewDecision;
import io.cmaclip.events.ReviewItem;
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

  private TestConsole console;
  private String token;

  @BeforeEach
  void start() throws Exception {
    console = TestConsole.start(folder);
    token = console.add("ann", Reviewer.Role.REVIEWER);
    console.open(null);
  }

  @AfterEach
  void stop() {
    if (console != null) {
      console.close();
    }
  }

  @Test
  void reviewerDecidesFiftyItemsByKeyboardAlone() throws Exception {
    console.send(IntStream.range(0, 50).mapToObj(number -> "Listing number " + number).toList());
    try (BrowserContext context = console.newContext()) {
      Page page = ReviewPage.signIn(context, console.url(), token);
      for (int number = 0; number < 50; number++) {
        ReviewPage.awaitTitle(page, "Listing number " + number);
        switch (number % 5) {
          case 1 -> ReviewPage.press(page, "1", "2", "Enter");
          case 2 -> ReviewPage.press(page, "f");
          case 3 -> ReviewPage.press(page, "n");
          default -> ReviewPage.press(page, "Enter");
        }
      }
      page.waitForSelector(".empty");
      ReviewPage.press(page, "u");
      ReviewPage.awaitTitle(page, "Listing number 49");
      ReviewPage.press(page, "Enter");
      // A browser that is killed with the key has not sent the decision.
      page.waitForSelector(".empty");
    }
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(console.queue().progress().counts())
                    .isEqualTo(new QueueCounts(50, 50, 0, 0, 0, 0)));

    List<ReviewDecision> decisions = console.topics().decisions();
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
  void showsNoItemBeforeTheLabelsThatItsKeysChoose() throws Exception {
    console.send(List.of("Red dress"));
    try (BrowserContext context = console.newContext()) {
      List<Runnable> held = new ArrayList<>();
      context.route("**/api/labels", route -> held.add(route::resume));
      Page page = ReviewPage.signIn(context, console.url(), token);
      page.waitForCondition(() -> !held.isEmpty());
      page.waitForTimeout(500);
      assertThat(page.locator("h2").allTextContents()).doesNotContain("Red dress");
      context.unroute("**/api/labels");
      held.forEach(Runnable::run);
      ReviewPage.awaitTitle(page, "Red dress");
      ReviewPage.press(page, "1", "2", "Enter");
      page.waitForSelector(".empty");
    }
    await().until(() -> console.queue().progress().counts().decided() == 1);
    assertThat(console.topics().decisions()).extracting(ReviewDecision::getLabel).contains("blue");
  }

  @Test
  void pageIsAccessibleAndHostileTextInert() throws Exception {
    console.send(List.of(HOSTILE + " red dress", "${7*7}<script>document.title='owned'</script>"));
    try (BrowserContext context = console.newContext()) {
      List<String> foreign = new ArrayList<>();
      context.onRequest(
          request -> {
            if (!request.url().startsWith(console.url())
                && !request.url().startsWith("blob:")
                && !request.url().startsWith("data:")) {
              foreign.add(request.url());
            }
          });
      Page page = ReviewPage.signIn(context, console.url(), token);
      ReviewPage.awaitTitle(page, HOSTILE + " red dress");
      ReviewPage.press(page, "1");
      page.waitForSelector(".search");
      ReviewPage.assertAccessible(page);
      assertThat(page.title()).isEqualTo("Review console");
      assertThat(foreign).isEmpty();
      ReviewPage.assertFits(page, 1280, 800);
      ReviewPage.assertFits(page, 390, 844);
    }
  }

  @Test
  void listingWithoutAttributesIsFlaggedNotAccepted() throws Exception {
    ReviewItem item = ReviewTopics.item(0, "");
    item.getAttributes().setAttributes(List.of());
    console.topics().sendItems(List.of(item));
    ReviewTopics.awaitWaiting(console.service(), 1);
    try (BrowserContext context = console.newContext()) {
      Page page = ReviewPage.signIn(context, console.url(), token);
      ReviewPage.awaitTitle(page, "No title");
      ReviewPage.press(page, "Enter");
      page.waitForSelector(".message >> text=has no attributes");
      assertThat(page.textContent("h2")).isEqualTo("No title");
      ReviewPage.press(page, "f");
      page.waitForSelector(".empty");
    }
    await().until(() -> console.queue().progress().counts().decided() == 1);
    assertThat(console.topics().decisions())
        .extracting(ReviewDecision::getKind)
        .containsExactly(DecisionKind.FLAG);
  }

  @Test
  void refusesRequestsWithoutTokenAndForOtherHosts() throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(console.url() + "api/undo"))
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("Content-Security-Policy")).isPresent();
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), URI.create(console.url()).getPort())) {
      socket
          .getOutputStream()
          .write(
              "GET / HTTP/1.1\r\nHost: rebound.example\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 421");
    }
  }
}
