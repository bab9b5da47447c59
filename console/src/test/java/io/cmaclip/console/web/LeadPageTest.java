package io.cmaclip.console.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.cmaclip.console.queue.QueueService;
import io.cmaclip.events.ReasonForReview;
import io.cmaclip.events.ReviewItem;
import io.cmaclip.events.ReviewReasonCode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lead's page in a real browser. */
class LeadPageTest {
  @TempDir Path folder;

  private TestConsole console;
  private String reviewer;
  private String lead;

  @BeforeEach
  void start() throws Exception {
    console = TestConsole.start(folder);
    reviewer = console.add("ann", Reviewer.Role.REVIEWER);
    lead = console.add("lea", Reviewer.Role.LEAD);
    console.open(null);
  }

  @AfterEach
  void stop() {
    if (console != null) {
      console.close();
    }
  }

  @Test
  void onlyALeadGetsThePage() throws Exception {
    assertThat(get(reviewer)).isEqualTo(403);
    assertThat(get(lead)).isEqualTo(200);
    try (BrowserContext context = console.newContext()) {
      Page page = ReviewPage.signIn(context, console.url(), reviewer);
      page.waitForSelector("header span >> text=ann");
      page.keyboard().press("l");
      page.waitForSelector(".empty");
      assertThat(page.querySelector(".lead")).isNull();
    }
  }

  @Test
  void showsPrecisionFromAuditsAlone() throws Exception {
    List<ReviewItem> items = new ArrayList<>();
    for (int number = 0; number < 12; number++) {
      items.add(number < 8 ? audited(number) : ReviewTopics.item(number, "Doubtful " + number));
    }
    console.topics().sendItems(items);
    ReviewTopics.awaitWaiting(console.service(), 12);
    try (BrowserContext context = console.newContext()) {
      Page page = ReviewPage.signIn(context, console.url(), reviewer);
      // Of eight audited listings one has another colour; doubtful ones are all corrected.
      for (int number = 0; number < 10; number++) {
        ReviewPage.awaitTitle(page, items.get(number).getListing().getTitle());
        for (String key :
            number == 0 || number >= 8 ? List.of("1", "2", "Enter") : List.of("Enter")) {
          page.keyboard().press(key);
        }
      }
    }
    await().until(() -> console.queue().progress().counts().decided() == 10);
    try (BrowserContext context = console.newContext()) {
      Page page = ReviewPage.signIn(context, console.url(), lead);
      page.waitForSelector("header button >> text=Lead’s page");
      page.keyboard().press("l");
      page.waitForSelector(".lead");
      assertThat(page.textContent(".lead")).doesNotContain("partitions");
      assertThat(page.textContent("section[aria-labelledby=precision]"))
          .contains("87.5 %", "52.9 % to 97.8 %", "100.0 %");
      assertThat(page.textContent("section[aria-labelledby=people]"))
          .contains("ann", "85.0 % of 20", "Not tested");
      assertThat(page.textContent("section[aria-labelledby=queue]"))
          .contains("The model is not sure");
      ReviewPage.assertAccessible(page);
      ReviewPage.assertFits(page, 390, 844);
      ReviewPage.assertFits(page, 1280, 800);
      page.keyboard().press("Escape");
      page.waitForSelector(".item");
    }
  }

  @Test
  void saysThatAnotherConsoleHasTheOtherPartitions() throws Exception {
    try (QueueService other = console.topics().service(folder.resolve("other"));
        BrowserContext context = console.newContext()) {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  other.queue().progress().partitions() == 1
                      && console.queue().progress().partitions() == 1);
      Page page = ReviewPage.signIn(context, console.url(), lead);
      page.waitForSelector("header button >> text=Lead’s page");
      page.keyboard().press("l");
      page.waitForSelector(".lead");
      assertThat(page.textContent(".lead")).contains("1 of 2 partitions");
      ReviewPage.assertAccessible(page);
    }
  }

  private static ReviewItem audited(int number) throws Exception {
    ReviewItem item = ReviewTopics.item(number, "Audited " + number);
    item.setReasons(List.of(new ReasonForReview(ReviewReasonCode.AUDIT, null, "random sample")));
    item.setSamplingProbability(0.01);
    item.getAttributes().getAttributes().forEach(task -> task.setAccepted(true));
    return item;
  }

  private int get(String token) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(console.url() + "api/lead"))
            .header("Authorization", "Bearer " + token)
            .build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.ofString())
        .statusCode();
  }
}
