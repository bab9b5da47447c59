package io.cmaclip.console.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deque.html.axecore.playwright.AxeBuilder;
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

  private Browser browser;
  private ReviewTopics topics;
  private QueueService queue;
  private WebServer server;
  private String reviewer;
  private String lead;

  @BeforeEach
  void start() throws Exception {
    browser = Browser.start();
    topics = new ReviewTopics();
    queue = topics.service(folder.resolve("state"));
    Path file = folder.resolve("reviewers");
    reviewer = Reviewers.add(file, new Reviewer("ann", Reviewer.Role.REVIEWER));
    lead = Reviewers.add(file, new Reviewer("lea", Reviewer.Role.LEAD));
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
  void onlyALeadGetsThePage() throws Exception {
    assertThat(get(reviewer)).isEqualTo(403);
    assertThat(get(lead)).isEqualTo(200);
    try (BrowserContext context = browser.chromium().newContext()) {
      Page page = signIn(context, reviewer);
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
    topics.sendItems(items);
    await().atMost(Duration.ofSeconds(60)).until(() -> queue.queue().progress().waiting() == 12);
    try (BrowserContext context = browser.chromium().newContext()) {
      Page page = signIn(context, reviewer);
      // Of eight audited listings one has another colour; doubtful ones are all corrected.
      for (int number = 0; number < 10; number++) {
        page.waitForFunction(
            "title => document.querySelector('h2')?.textContent === title",
            items.get(number).getListing().getTitle());
        for (String key :
            number == 0 || number >= 8 ? List.of("1", "2", "Enter") : List.of("Enter")) {
          page.keyboard().press(key);
        }
      }
    }
    await().until(() -> queue.queue().progress().counts().decided() == 10);
    try (BrowserContext context = browser.chromium().newContext()) {
      Page page = signIn(context, lead);
      page.waitForSelector("header button >> text=Lead’s page");
      page.keyboard().press("l");
      page.waitForSelector(".lead");
      assertThat(page.textContent("section[aria-labelledby=precision]"))
          .contains("87.5 %", "52.9 % to 97.8 %", "100.0 %");
      assertThat(page.textContent("section[aria-labelledby=people]"))
          .contains("ann", "85.0 % of 20", "Not tested");
      assertThat(page.textContent("section[aria-labelledby=queue]"))
          .contains("The model is not sure");
      assertThat(new AxeBuilder(page).analyze().getViolations())
          .filteredOn(found -> List.of("serious", "critical").contains(found.getImpact()))
          .isEmpty();
      Screens.save(page, folder, 390, 844, "review-console-lead-phone.png");
      Screens.save(page, folder, 1280, 800, "review-console-lead.png");
      page.keyboard().press("Escape");
      page.waitForSelector(".item");
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
        HttpRequest.newBuilder(URI.create(server.url() + "api/lead"))
            .header("Authorization", "Bearer " + token)
            .build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.ofString())
        .statusCode();
  }

  private Page signIn(BrowserContext context, String token) {
    Page page = context.newPage();
    page.navigate(server.url());
    page.fill("input[name=token]", token);
    page.keyboard().press("Enter");
    return page;
  }
}
