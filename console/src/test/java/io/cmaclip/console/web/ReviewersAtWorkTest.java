package io.cmaclip.console.web;

import static io.cmaclip.console.web.ReviewPage.awaitTitle;
import static io.cmaclip.console.web.ReviewPage.press;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.cmaclip.cli.Main;
import io.cmaclip.events.DecisionKind;
import io.cmaclip.events.ReviewDecision;
import io.cmaclip.fixtures.FreePort;
import io.cmaclip.fixtures.JavaProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reviewers in real browsers, the console in a process of its own. Prints the figures of
 * docs/review.md.
 */
@Tag("slow")
@Timeout(900)
class ReviewersAtWorkTest {
  private static final Logger LOG = LoggerFactory.getLogger(ReviewersAtWorkTest.class);

  /** Decides what is shown, after a short thought, as a reviewer who presses Enter. */
  private static final String REVIEWER =
      """
      () => {
        const work = globalThis.work = { empty: 0, messages: [] };
        let shown = null, since = 0;
        const look = () => {
          const title = document.querySelector('h2')?.textContent;
          const message = document.querySelector('.message')?.textContent;
          if (message && message !== work.messages.at(-1)) work.messages.push(message);
          if (document.querySelector('.empty')?.textContent === 'No item waits.') work.empty ||= Date.now();
          if (title && (title !== shown || Date.now() - since > 1000)) {
            [shown, since] = [title, Date.now()];
            document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
          }
          setTimeout(look, 50 + 100 * Math.random());
        };
        look();
      }
      """;

  /** Measures from a key's time stamp to a task after the frame with the next title and image. */
  private static final String STOPWATCH =
      """
      () => {
        globalThis.millis = [];
        let pressed = 0, before = null;
        const title = () => document.querySelector('h2')?.textContent;
        addEventListener('keydown', (event) => { pressed = event.timeStamp; before = title(); }, true);
        new MutationObserver(() => {
          if (!pressed || !title() || title() === before) return;
          const start = pressed;
          pressed = 0;
          requestAnimationFrame(() => {
            const after = new MessageChannel();
            after.port1.onmessage = () => millis.push(performance.now() - start);
            after.port2.postMessage(0);
          });
        }).observe(document.body, { childList: true, characterData: true, subtree: true });
      }
      """;

  @TempDir Path folder;

  private Browser browser;
  private ReviewTopics topics;
  private JavaProcess console;
  private String url;
  private Path reviewers;

  @BeforeEach
  void start() throws Exception {
    browser = Browser.start();
    topics = new ReviewTopics();
    reviewers = folder.resolve("reviewers");
  }

  @AfterEach
  void stop() {
    if (console != null) {
      console.close();
    }
    if (topics != null) {
      topics.close();
    }
    browser.close();
  }

  @Test
  void reviewerDecidesFiveHundredItemsByKeyboardAlone() throws Exception {
    topics.send(titles(500));
    String token = token("ann");
    startConsole(0);
    long start = System.nanoTime();
    try (BrowserContext context = browser.chromium().newContext()) {
      Page page = ReviewPage.signIn(context, url, token);
      for (int number = 0; number < 500; number++) {
        awaitTitle(page, "Listing number " + number);
        switch (number % 5) {
          case 1 -> press(page, "1", "2", "Enter");
          case 2 -> press(page, "f");
          case 3 -> press(page, "n");
          default -> press(page, "Enter");
        }
      }
      page.waitForSelector(".empty");
    }
    LOG.info("500 items by keyboard: {} s", (System.nanoTime() - start) / 1_000_000_000);

    await().atMost(Duration.ofSeconds(30)).until(() -> topics.decisions().size() == 400 * 2 + 100);
    List<ReviewDecision> decisions = topics.decisions();
    assertThat(decisions).extracting(ReviewDecision::getDecisionId).doesNotHaveDuplicates();
    assertThat(decisions).filteredOn(made -> made.getLabel().equals("blue")).hasSize(100);
    assertThat(decisions).filteredOn(made -> made.getKind() == DecisionKind.FLAG).hasSize(100);
    assertThat(decisions)
        .filteredOn(made -> made.getKind() == DecisionKind.NOT_APPLICABLE)
        .hasSize(200);
  }

  @Test
  void eightReviewersDecideEachItemOnceThoughTheConsoleIsKilled() throws Exception {
    int items = 8 * 200;
    topics.send(titles(items));
    int port = FreePort.find();
    List<String> tokens = new ArrayList<>();
    for (int number = 0; number < 8; number++) {
      tokens.add(token("reviewer-" + number));
    }
    startConsole(port);
    List<BrowserContext> contexts = new ArrayList<>();
    List<Page> pages = new ArrayList<>();
    for (String token : tokens) {
      contexts.add(browser.chromium().newContext());
      pages.add(ReviewPage.signIn(contexts.get(contexts.size() - 1), url, token));
    }
    pages.forEach(page -> page.waitForSelector("h2"));
    pages.forEach(page -> page.evaluate(REVIEWER));
    while (topics.decisions().size() < items) {
      pages.get(0).waitForTimeout(500);
    }

    console.kill();
    int before = topics.decisions().size();
    assertThat(before).as("decisions at the kill").isLessThan(2 * items);
    long killedAt = System.currentTimeMillis();
    // Longer than the items that the pages hold last.
    pages.get(0).waitForTimeout(3_000);
    startConsole(port);
    for (Page page : pages) {
      page.waitForFunction(
          "() => work.empty", null, new Page.WaitForFunctionOptions().setTimeout(300_000));
    }

    List<ReviewDecision> decisions = topics.decisions();
    Map<String, List<ReviewDecision>> byListing =
        decisions.stream().collect(Collectors.groupingBy(ReviewDecision::getListingId));
    assertThat(byListing).hasSize(items);
    assertThat(byListing.values())
        .allSatisfy(
            made -> {
              assertThat(made)
                  .extracting(ReviewDecision::getTask)
                  .containsExactlyInAnyOrder("colour", "pattern");
              assertThat(made).extracting(ReviewDecision::getLeaseId).containsOnly(leaseOf(made));
            });
    long last =
        decisions.stream()
            .mapToLong(made -> made.getDecidedAt().toEpochMilli())
            .max()
            .orElseThrow();
    Set<String> messages = new TreeSet<>();
    for (Page page : pages) {
      assertThat(((Number) page.evaluate("() => work.empty")).longValue())
          .as("when the page said that no item waits")
          .isGreaterThanOrEqualTo(last);
      ((List<?>) page.evaluate("() => work.messages"))
          .forEach(text -> messages.add(text.toString()));
    }
    assertThat(decisions)
        .extracting(ReviewDecision::getReviewer)
        .contains("reviewer-0", "reviewer-7");
    long next =
        decisions.stream()
            .mapToLong(made -> made.getDecidedAt().toEpochMilli())
            .filter(at -> at > killedAt)
            .min()
            .orElseThrow();
    LOG.info(
        "8 reviewers: {} items, {} decided at the kill, first decision {} ms after it; told: {}",
        byListing.size(),
        before / 2,
        next - killedAt,
        messages);
    contexts.forEach(BrowserContext::close);
  }

  @Test
  void itemOfADeadTabIsBackWithinAMinute() throws Exception {
    topics.send(titles(6));
    String ann = token("ann");
    String bob = token("bob");
    startConsole(0);
    BrowserContext dead = browser.chromium().newContext();
    try (BrowserContext other = browser.chromium().newContext()) {
      Page lost = ReviewPage.signIn(dead, url, ann);
      awaitTitle(lost, "Listing number 0");
      Page page = ReviewPage.signIn(other, url, bob);
      page.waitForFunction(
          "() => document.querySelector('.empty')?.textContent === 'Open at other reviewers: 6.'");
      // The page cannot tell that it ends.
      dead.setOffline(true);
      dead.close();
      long start = System.nanoTime();
      page.waitForSelector("h2", new Page.WaitForSelectorOptions().setTimeout(70_000));
      long millis = (System.nanoTime() - start) / 1_000_000;
      LOG.info("item of a dead tab is back after {} ms", millis);
      assertThat(millis).isBetween(30_000L, 60_500L);
    }
  }

  @Test
  void nextItemIsPaintedWithinFiftyMilliseconds() throws Exception {
    topics.send(titles(700));
    String token = token("ann");
    startConsole(0);
    try (BrowserContext context = browser.chromium().newContext()) {
      Page page = ReviewPage.signIn(context, url, token);
      page.waitForSelector("h2");
      page.evaluate(STOPWATCH);
      decide(page, 50, 0);
      page.evaluate("() => { millis.length = 0; }");
      decide(page, 200, 0);
      double near = p95(page, "no latency, no thought");
      page.evaluate("() => { millis.length = 0; }");
      ReviewPage.addLatency(context, page, 200);
      page.waitForTimeout(2_000);
      decide(page, 200, 150);
      double far = p95(page, "200 ms of latency, 150 ms of thought");

      assertThat(near).isLessThanOrEqualTo(50);
      assertThat(far).isLessThanOrEqualTo(50);
    }
  }

  private static void decide(Page page, int items, int thoughtMillis) {
    for (int number = 0; number < items; number++) {
      String title = page.textContent("h2");
      page.waitForTimeout(thoughtMillis);
      press(page, "Enter");
      page.waitForFunction(
          "title => ![title, undefined].includes(document.querySelector('h2')?.textContent)",
          title);
    }
    page.waitForTimeout(100);
  }

  private static double p95(Page page, String what) {
    List<Double> millis = new ArrayList<>();
    ((List<?>) page.evaluate("() => millis"))
        .forEach(one -> millis.add(((Number) one).doubleValue()));
    Collections.sort(millis);
    assertThat(millis).hasSizeGreaterThan(190);
    double p95 = millis.get((int) (0.95 * millis.size()));
    LOG.info(
        "key to next item painted, {}: p50 {} ms, p95 {} ms, max {} ms, {} keys",
        what,
        Math.round(millis.get(millis.size() / 2)),
        Math.round(p95),
        Math.round(millis.get(millis.size() - 1)),
        millis.size());
    return p95;
  }

  private void startConsole(int port) throws IOException, InterruptedException {
    if (console != null) {
      console.close();
    }
    List<String> arguments =
        new ArrayList<>(List.of("console", "--port=" + port, "--reviewers=" + reviewers));
    topics.settings().forEach((key, value) -> arguments.add("--set=" + key + "=" + value));
    arguments.add("--set=kafka.state.dir=" + folder.resolve("state"));
    console = JavaProcess.of(Main.class).heap("256m").start(arguments);
    url = console.awaitReady().replace("ready ", "");
  }

  private String token(String name) {
    return Reviewers.add(reviewers, new Reviewer(name, Reviewer.Role.REVIEWER));
  }

  private static String leaseOf(List<ReviewDecision> made) {
    return made.get(0).getLeaseId();
  }

  private static List<String> titles(int count) {
    return IntStream.range(0, count).mapToObj(number -> "Listing number " + number).toList();
  }
}
