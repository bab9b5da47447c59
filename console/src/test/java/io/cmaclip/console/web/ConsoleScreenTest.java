package io.cmaclip.console.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.cmaclip.console.queue.QueueCounts;
import io.cmaclip.events.DecisionKind;
import io.cmaclip.events.ReviewDecision;
import io.cmaclip.fixtures.ShippedBundle;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.explain.Explainer;
import io.cmaclip.model.files.Checksum;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page shows of a listing, and the grid of equal proposals, in a real browser. */
class ConsoleScreenTest {
  @TempDir Path folder;

  private TestConsole console;
  private Explainer explainer;
  private String token;

  @BeforeEach
  void start() throws Exception {
    console = TestConsole.start(folder);
    explainer = Explainer.load(Bundle.open(ShippedBundle.find("garments")));
    token = console.add("ann", Reviewer.Role.REVIEWER);
    console.open(explainer);
  }

  @AfterEach
  void stop() {
    if (console != null) {
      console.close();
    }
    if (explainer != null) {
      explainer.close();
    }
  }

  @Test
  void imageThatIsTooLargeForTheItemComesFromItsSourceRecord() throws Exception {
    byte[] image = ReviewTopics.image(3);
    console.topics().sendWithSource("Red dress", image, Checksum.of(image));
    try (BrowserContext context = console.newContext()) {
      Page page = ReviewPage.signIn(context, console.url(), token);
      page.waitForSelector(".frame img");
      assertThat(page.evaluate("document.querySelector('.frame img').naturalWidth")).isEqualTo(480);
    }
  }

  @Test
  void saysWhyAnImageOfTheSourceRecordIsNotShown() throws Exception {
    byte[] image = ReviewTopics.image(3);
    console.topics().sendWithSource("Red dress", image, "00".repeat(32));
    try (BrowserContext context = console.newContext()) {
      Page page = ReviewPage.signIn(context, console.url(), token);
      assertThat(page.textContent(".frame.none")).contains("the source record holds another image");
    }
  }

  @Test
  void hostileImageFileReachesNoBrowser() throws Exception {
    byte[] image = "BM<script>alert(1)</script>".getBytes(StandardCharsets.US_ASCII);
    console.topics().sendWithSource("Red dress", image, Checksum.of(image));
    try (BrowserContext context = console.newContext()) {
      Page page = ReviewPage.signIn(context, console.url(), token);
      assertThat(page.textContent(".frame.none")).contains("the image is unreadable");
    }
  }

  @Test
  void oneKeyExplainsTheProposalWithHeatMapAndWords() throws Exception {
    send(1, "red dress");
    try (BrowserContext context = console.newContext()) {
      List<String> foreign = foreignRequests(context);
      Page page = ReviewPage.signIn(context, console.url(), token);
      page.waitForSelector(".frame img");
      page.keyboard().press("e");
      page.waitForSelector(".frame canvas");
      assertThat(page.textContent(".images")).contains("Red: the title attends most");
      assertThat(page.textContent("h2 mark")).isEqualTo("red");
      assertThat(page.textContent(".task")).contains("words: red +");
      assertThat(
              page.evaluate(
                  "new Set(document.querySelector('.frame canvas').getContext('2d')"
                      + ".getImageData(0, 0, 32, 32).data).size > 10"))
          .isEqualTo(true);
      ReviewPage.assertAccessible(page);
      ReviewPage.assertFits(page, 1280, 800);
      page.keyboard().press("e");
      page.waitForSelector(".frame img");
      assertThat(foreign).isEmpty();
    }
  }

  @Test
  void historyShowsEarlierAnswersAndDecisions() throws Exception {
    send(1, "Red dress");
    try (BrowserContext context = console.newContext()) {
      Page page = ReviewPage.signIn(context, console.url(), token);
      page.waitForSelector(".frame img");
      assertThat(page.querySelector(".history")).isNull();
      page.keyboard().press("Enter");
      page.waitForSelector(".empty");
      await().until(() -> console.queue().progress().counts().decided() == 1);
      page.keyboard().press("u");
      page.waitForSelector(".history");
      assertThat(page.textContent(".history"))
          .contains("ann decided: colour red, pattern plain")
          .contains("garments 1 answered: colour red, pattern plain");
    }
  }

  @Test
  void gridAcceptsAllButTheDeselectedWithOneDecisionForEach() throws Exception {
    send(12, "Dress");
    try (BrowserContext context = console.newContext()) {
      List<String> foreign = foreignRequests(context);
      Page page = ReviewPage.signIn(context, console.url(), token);
      page.waitForSelector(".frame img");
      page.keyboard().press("b");
      page.waitForSelector(".card >> nth=11");
      assertThat(page.textContent(".bulk h2")).isEqualTo("colour: red");
      // The first card has the focus; deselects the third.
      for (String key : List.of("ArrowRight", "ArrowRight", "Space")) {
        page.keyboard().press(key);
      }
      page.waitForSelector(".card[aria-pressed=false]");
      assertThat(page.textContent(".bulk nav")).contains("Accept 11 of 12");
      ReviewPage.assertAccessible(page);
      ReviewPage.assertFits(page, 390, 844);
      ReviewPage.assertFits(page, 1280, 800);
      page.keyboard().press("Enter");
      page.waitForFunction(
          "() => document.querySelector('.message').textContent === '11 accepted.'");
      page.waitForFunction("() => document.querySelector('h2').textContent === 'Dress 2'");
      page.keyboard().press("f");
      page.waitForSelector(".empty");
      assertThat(foreign).isEmpty();
    }
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(console.queue().progress().counts())
                    .isEqualTo(new QueueCounts(12, 12, 0, 0, 0, 0)));
    assertThat(console.topics().decisions()).hasSize(11 * 2 + 1);
    assertThat(console.topics().decisions())
        .extracting(ReviewDecision::getDecisionId)
        .doesNotHaveDuplicates();
    assertThat(console.topics().decisions())
        .filteredOn(made -> made.getKind() == DecisionKind.FLAG)
        .extracting(ReviewDecision::getListingId)
        .containsExactly("listing-2");
  }

  @Test
  void gridHasAlsoTheItemsThatWereBeingLoadedWhenItWasOpened() throws Exception {
    send(8, "Dress");
    try (BrowserContext context = console.newContext()) {
      List<Runnable> held = new ArrayList<>();
      AtomicInteger loads = new AtomicInteger();
      context.route(
          "**/api/items?*",
          route -> {
            if (loads.incrementAndGet() == 2) {
              APIResponse response = route.fetch();
              held.add(() -> route.fulfill(new Route.FulfillOptions().setResponse(response)));
            } else {
              route.resume();
            }
          });
      Page page = ReviewPage.signIn(context, console.url(), token);
      page.waitForCondition(() -> !held.isEmpty());
      page.waitForSelector(".frame img");
      page.keyboard().press("b");
      page.waitForTimeout(300);
      held.forEach(Runnable::run);
      page.waitForSelector(".card >> nth=7");
    }
  }

  @Test
  void leavingTheGridBringsItsItemsBackOneByOne() throws Exception {
    send(3, "Dress");
    try (BrowserContext context = console.newContext()) {
      Page page = ReviewPage.signIn(context, console.url(), token);
      page.waitForSelector(".frame img");
      page.keyboard().press("b");
      page.waitForSelector(".card >> nth=2");
      page.keyboard().press("Escape");
      for (int number = 0; number < 3; number++) {
        ReviewPage.awaitTitle(page, "Dress " + number);
        page.keyboard().press("Enter");
      }
      page.waitForSelector(".empty");
    }
  }

  private void send(int count, String title) throws Exception {
    console.send(
        IntStream.range(0, count)
            .mapToObj(number -> count == 1 ? title : title + " " + number)
            .toList());
  }

  private List<String> foreignRequests(BrowserContext context) {
    List<String> foreign = new ArrayList<>();
    context.onRequest(
        request -> {
          if (!request.url().startsWith(console.url())
              && !request.url().startsWith("blob:")
              && !request.url().startsWith("data:")) {
            foreign.add(request.url());
          }
        });
    return foreign;
  }
}
