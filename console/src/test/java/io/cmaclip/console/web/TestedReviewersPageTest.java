package io.cmaclip.console.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.cmaclip.console.quality.Shares;
import io.cmaclip.console.quality.Testing;
import io.cmaclip.events.ReviewDecision;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Blind items, second opinions and known answers in a real browser. */
class TestedReviewersPageTest {
  @TempDir Path folder;

  private TestConsole console;

  private void start(Shares shares) throws Exception {
    console = TestConsole.start(folder, new Testing(shares, Set.of("lea")));
  }

  @AfterEach
  void stop() {
    if (console != null) {
      console.close();
    }
  }

  @Test
  void aBlindItemTellsNothingOfTheProposal() throws Exception {
    start(new Shares(1, 0, 0));
    String ann = console.add("ann", Reviewer.Role.REVIEWER);
    console.open(null);
    console.send(List.of("Dress"));
    try (BrowserContext context = console.newContext()) {
      Page page = ReviewPage.signIn(context, console.url(), ann);
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
      ReviewPage.assertAccessible(page);
      // Both attributes: the first class in the order of names; then accept.
      for (String key : List.of("1", "2", "1", "Enter")) {
        page.keyboard().press(key);
      }
      page.waitForSelector(".empty");
    }
    await().until(() -> console.queue().progress().counts().decided() == 1);
    assertThat(console.topics().decisions())
        .hasSize(2)
        .allMatch(ReviewDecision::getProposalHidden)
        .extracting(ReviewDecision::getLabel)
        .contains("blue");
  }

  @Test
  void aLeadSeesWhereTwoReviewersDiffer() throws Exception {
    start(new Shares(0, 1, 0));
    String ann = console.add("ann", Reviewer.Role.REVIEWER);
    String bob = console.add("bob", Reviewer.Role.REVIEWER);
    String lea = console.add("lea", Reviewer.Role.LEAD);
    console.open(null);
    console.send(List.of("Dress"));
    decide(ann, "Enter");
    decide(bob, "1", "2", "Enter");
    try (BrowserContext context = console.newContext()) {
      Page page = ReviewPage.signIn(context, console.url(), lea);
      page.waitForSelector(".task");
      assertThat(page.textContent(".task")).contains("ann: red", "bob: blue");
      page.keyboard().press("Enter");
      page.waitForSelector(".empty");
    }
    await().until(() -> console.queue().progress().counts().decided() == 1);
    assertThat(console.topics().decisions()).hasSize(6);
  }

  @Test
  void aKnownAnswerLooksLikeAnyOtherItem() throws Exception {
    start(new Shares(0, 0, 1));
    String ann = console.add("ann", Reviewer.Role.REVIEWER);
    String lea = console.add("lea", Reviewer.Role.LEAD);
    console.open(null);
    console.send(List.of("Dress", "Coat"));
    try (BrowserContext context = console.newContext()) {
      Page page = ReviewPage.signIn(context, console.url(), lea);
      page.waitForSelector(".frame img");
      page.keyboard().press("Enter");
      page.waitForFunction("() => document.querySelector('h2')?.textContent === 'Coat'");
      // Gives the other item back.
      page.navigate("about:blank");
    }
    await().until(() -> console.queue().progress().counts().decided() == 1);
    try (BrowserContext context = console.newContext()) {
      Page page = ReviewPage.signIn(context, console.url(), ann);
      // If the lead's browser ends before it gives the item back, its lease has to end.
      page.waitForFunction(
          "() => document.querySelector('h2')?.textContent === 'Dress'",
          null,
          new Page.WaitForFunctionOptions().setTimeout(90_000));
      assertThat(page.querySelector(".history")).isNull();
      page.keyboard().press("Enter");
      page.waitForFunction("() => document.querySelector('h2')?.textContent === 'Coat'");
      page.keyboard().press("Enter");
      page.waitForSelector(".empty");
    }
    await().until(() -> console.queue().progress().counts().decided() == 2);
    assertThat(console.topics().decisions()).hasSize(6);
  }

  private void decide(String token, String... keys) {
    try (BrowserContext context = console.newContext()) {
      Page page = ReviewPage.signIn(context, console.url(), token);
      page.waitForSelector(".frame img");
      for (String key : keys) {
        page.keyboard().press(key);
      }
      page.waitForSelector(".empty");
    }
  }
}
