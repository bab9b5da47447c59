package io.cmaclip.console.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.cmaclip.console.quality.Shares;
import io.cmaclip.console.quality.Testing;
import io.cmaclip.console.queue.QueueService;
import io.cmaclip.events.ReviewDecision;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Blind items, second opinions and known answers in a real browser. */
class TestedReviewersPageTest {
  @TempDir Path folder;

  private Browser browser;
  private ReviewTopics topics;
  private QueueService queue;
  private WebServer server;
  private Path reviewers;

  private void start(Shares shares) throws Exception {
    browser = Browser.start();
    topics = new ReviewTopics();
    queue = topics.service(folder.resolve("state"), new Testing(shares, Set.of("lea")));
    reviewers = folder.resolve("reviewers");
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
  void aBlindItemTellsNothingOfTheProposal() throws Exception {
    start(new Shares(1, 0, 0));
    String ann = Reviewers.add(reviewers, new Reviewer("ann", Reviewer.Role.REVIEWER));
    open();
    send(List.of("Dress"));
    try (BrowserContext context = browser.chromium().newContext()) {
      Page page = signIn(context, ann);
      page.waitForSelector(".frame img");
      assertThat(page.textContent(".tasks")).contains("proposal hidden").doesNotContain("%");
      assertThat(page.locator(".name").allTextContents())
          .noneMatch(text -> text.contains("red") || text.contains("plain"));
      assertThat(page.textContent(".facts")).doesNotContain("0.41");
      page.keyboard().press("e");
      page.waitForFunction(
          "() => document.querySelector('.message').textContent.includes('proposals of this item"
              + " are')");
      page.keyboard().press("b");
      page.waitForFunction(
          "() => document.querySelector('.message').textContent.includes('has no proposal')");
      page.keyboard().press("Enter");
      page.waitForSelector(".task.selected");
      assertThat(page.textContent(".message")).contains("Choose each attribute");
      assertThat(new AxeBuilder(page).analyze().getViolations())
          .filteredOn(found -> List.of("serious", "critical").contains(found.getImpact()))
          .isEmpty();
      // Both attributes: the first class in the order of names; then accept.
      for (String key : List.of("1", "2", "1", "Enter")) {
        page.keyboard().press(key);
      }
      page.waitForSelector(".empty");
    }
    await().until(() -> queue.queue().progress().counts().decided() == 1);
    assertThat(topics.decisions())
        .hasSize(2)
        .allMatch(ReviewDecision::getProposalHidden)
        .extracting(ReviewDecision::getLabel)
        .contains("blue");
  }

  @Test
  void aLeadSeesWhereTwoReviewersDiffer() throws Exception {
    start(new Shares(0, 1, 0));
    String ann = Reviewers.add(reviewers, new Reviewer("ann", Reviewer.Role.REVIEWER));
    String bob = Reviewers.add(reviewers, new Reviewer("bob", Reviewer.Role.REVIEWER));
    String lea = Reviewers.add(reviewers, new Reviewer("lea", Reviewer.Role.LEAD));
    open();
    send(List.of("Dress"));
    decide(ann, "Enter");
    decide(bob, "1", "2", "Enter");
    try (BrowserContext context = browser.chromium().newContext()) {
      Page page = signIn(context, lea);
      page.waitForSelector(".task");
      assertThat(page.textContent(".task")).contains("ann: red", "bob: blue");
      page.keyboard().press("Enter");
      page.waitForSelector(".empty");
    }
    await().until(() -> queue.queue().progress().counts().decided() == 1);
    assertThat(topics.decisions()).hasSize(6);
  }

  @Test
  void aKnownAnswerLooksLikeAnyOtherItem() throws Exception {
    start(new Shares(0, 0, 1));
    String ann = Reviewers.add(reviewers, new Reviewer("ann", Reviewer.Role.REVIEWER));
    String lea = Reviewers.add(reviewers, new Reviewer("lea", Reviewer.Role.LEAD));
    open();
    send(List.of("Dress", "Coat"));
    try (BrowserContext context = browser.chromium().newContext()) {
      Page page = signIn(context, lea);
      page.waitForSelector(".frame img");
      page.keyboard().press("Enter");
      page.waitForFunction("() => document.querySelector('h2')?.textContent === 'Coat'");
      // Gives the other item back.
      page.navigate("about:blank");
    }
    await().until(() -> queue.queue().progress().counts().decided() == 1);
    try (BrowserContext context = browser.chromium().newContext()) {
      Page page = signIn(context, ann);
      page.waitForFunction("() => document.querySelector('h2')?.textContent === 'Dress'");
      assertThat(page.querySelector(".history")).isNull();
      page.keyboard().press("Enter");
      page.waitForFunction("() => document.querySelector('h2')?.textContent === 'Coat'");
      page.keyboard().press("Enter");
      page.waitForSelector(".empty");
    }
    await().until(() -> queue.queue().progress().counts().decided() == 2);
    assertThat(topics.decisions()).hasSize(6);
  }

  private void open() {
    server = WebServer.start(topics.backend(queue, null), Reviewers.read(reviewers), 0);
  }

  private void send(List<String> titles) throws Exception {
    topics.send(titles);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> queue.queue().progress().waiting() == titles.size());
  }

  private void decide(String token, String... keys) {
    try (BrowserContext context = browser.chromium().newContext()) {
      Page page = signIn(context, token);
      page.waitForSelector(".frame img");
      for (String key : keys) {
        page.keyboard().press(key);
      }
      page.waitForSelector(".empty");
    }
  }

  private Page signIn(BrowserContext context, String token) {
    Page page = context.newPage();
    page.navigate(server.url());
    page.fill("input[name=token]", token);
    page.keyboard().press("Enter");
    return page;
  }
}
