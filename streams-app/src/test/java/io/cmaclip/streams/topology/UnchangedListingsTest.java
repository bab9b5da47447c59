package io.cmaclip.streams.topology;

import static io.cmaclip.streams.topology.TopologyHarness.byUrl;
import static io.cmaclip.streams.topology.TopologyHarness.declared;
import static io.cmaclip.streams.topology.TopologyHarness.listing;
import static io.cmaclip.streams.topology.TopologyHarness.utf8;
import static io.cmaclip.streams.unchanged.UnchangedResult.CLASSIFIED;
import static io.cmaclip.streams.unchanged.UnchangedResult.REFETCHED;
import static io.cmaclip.streams.unchanged.UnchangedResult.REPEATED;
import static io.cmaclip.streams.unchanged.UnchangedResult.SKIPPED;
import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ListingImage;
import io.cmaclip.events.ModalityUse;
import io.cmaclip.events.ProductListing;
import io.cmaclip.fixtures.FakePredictor;
import io.cmaclip.fixtures.FakePreparer;
import io.cmaclip.fixtures.ImageServer;
import io.cmaclip.model.prediction.ModelIdentity;
import io.cmaclip.streams.images.FetcherHarness;
import io.cmaclip.streams.images.ImageSource;
import io.cmaclip.streams.quarantine.RetrySettings;
import io.cmaclip.streams.unchanged.UnchangedMode;
import io.cmaclip.streams.unchanged.UnchangedSettings;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Listings whose content the model has already classified. */
@Timeout(60)
class UnchangedListingsTest {
  private static final byte[] IMAGE = {1, 2, 3};
  private static final byte[] OTHER_IMAGE = {1, 2, 4};

  /** In its batch, and once more after the self-test. */
  private static final int CALLS_OF_A_FAILING_LISTING = 2;

  /** No test waits for it. */
  private static final Duration FETCH_LIMIT = Duration.ofSeconds(15);

  @TempDir Path folder;
  private final AtomicReference<byte[]> served = new AtomicReference<>(ImageServer.image());
  private ImageServer server;
  private ImageSource source;
  private TopologyHarness topology;

  @BeforeEach
  void open() throws Exception {
    server = ImageServer.http();
    server.on("/a", exchange -> ImageServer.answer(exchange, 200, served.get()));
    server.on("/404", exchange -> exchange.sendResponseHeaders(404, -1));
    open(UnchangedMode.REPEAT, Duration.ofDays(1));
  }

  @AfterEach
  void close() {
    topology.close();
    source.close();
    server.close();
  }

  @Test
  void repeatsTheAnswerOfTheSameTitleWithTheNewTimeAndWithoutInference() {
    topology.send(listing("7", "red"));
    ListingAttributes first = answers(1).get(0);
    ProductListing cheaper = listing("7", "red");
    cheaper.setUpdatedAt(Instant.ofEpochMilli(99));
    cheaper.setDescription("now cheaper");
    topology.send(cheaper);
    ListingAttributes second = answers(1).get(0);
    assertThat(second.getListingUpdatedAt()).isEqualTo(Instant.ofEpochMilli(99));
    second.setListingUpdatedAt(first.getListingUpdatedAt());
    assertThat(second).isEqualTo(first);
    assertInferred(1);
    assertThat(topology.results).containsExactly(CLASSIFIED, REPEATED);
    topology.nothingElse();
  }

  @Test
  void classifiesAnotherTitleAndAnotherKey() {
    topology.send(listing("7", "red"));
    answers(1);
    topology.send(listing("7", "blue"));
    topology.send(listing("8", "red"));
    topology.send(listing("7", "blue"));
    answers(3);
    assertInferred(3);
    topology.nothingElse();
  }

  @Test
  void repeatsTheAnswerOfAListingInFlight() {
    CountDownLatch slow = new CountDownLatch(1);
    topology.predictor.before(batch -> await(slow));
    for (int i = 0; i < 300; i++) {
      topology.send(listing("7", "red"));
    }
    topology.send(listing("7", "blue"));
    topology.send(listing("7", "blue"));
    topology.nothingYet();
    slow.countDown();
    List<ListingAttributes> answers = answers(302);
    assertThat(answers.subList(0, 300)).allMatch(answers.get(0)::equals);
    assertThat(answers.get(300)).isEqualTo(answers.get(301)).isNotEqualTo(answers.get(0));
    assertInferred(2);
    topology.nothingElse();
  }

  @Test
  void aListingBehindAFailedOneOfTheSameContentIsClassifiedItself() throws Exception {
    topology.close();
    topology =
        new TopologyHarness(
            folder,
            new RetrySettings(Duration.ofMillis(500), Duration.ZERO),
            settings(UnchangedMode.REPEAT, Duration.ofDays(1)));
    AtomicInteger calls = new AtomicInteger();
    topology.predictor.before(
        batch -> {
          if (calls.incrementAndGet() <= CALLS_OF_A_FAILING_LISTING) {
            throw new IllegalStateException("poison");
          }
        });
    topology.send(listing("7", "red"));
    topology.send(listing("7", "red"));
    assertThat(topology.deadLetters(1)).hasSize(1);
    answers(1);
    assertThat(topology.results).containsExactly(CLASSIFIED);
    topology.nothingElse();
  }

  @Test
  void classifiesAgainAfterAHotSwap() throws Exception {
    FakePredictor next = new FakePredictor();
    topology.send(listing("7", "red"));
    answers(1);
    CompletableFuture.runAsync(
            () -> {
              try {
                topology.models.replace(
                    topology.modelVersion(
                        new ModelIdentity("next", "2", "cafe"), topology.preparer, next),
                    Duration.ofSeconds(20));
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            })
        .get(20, TimeUnit.SECONDS);
    topology.send(listing("7", "red"));
    topology.send(listing("7", "red"));
    List<ListingAttributes> answers = answers(2);
    assertThat(answers).allMatch(answer -> answer.getModel().getFingerprint().equals("cafe"));
    assertThat(next.batches).containsExactly(1);
    topology.nothingElse();
  }

  @Test
  void aRepeatedAnswerFollowsTheDeclaredAttributesOfTheNewEvent() {
    topology.send(listing("7", "red"));
    answers(1);
    topology.send(declared(listing("7", "red"), Map.of("review", "yes")));
    answers(1);
    assertThat(topology.review(1)).hasSize(1);
    assertInferred(1);
    topology.nothingElse();
  }

  @Test
  void comparesInlineImagesByTheirBytes() {
    topology.send(listing("7", "red", IMAGE));
    answers(1);
    topology.send(listing("7", "red", IMAGE.clone()));
    topology.send(listing("7", "red", OTHER_IMAGE));
    topology.send(listing("7", "red"));
    answers(3);
    assertInferred(3);
    topology.nothingElse();
  }

  @Test
  void repeatsTheAnswerToAnUnreadableInlineImageWithItsProblem() {
    byte[] unreadable = {FakePreparer.UNREADABLE};
    ProductListing listing = declared(listing("7", "red", unreadable), Map.of("review", "yes"));
    topology.send(listing);
    var first = topology.reviewItem(topology.review(1).get(0));
    topology.send(listing);
    var second = topology.reviewItem(topology.review(1).get(0));
    assertThat(second.getReasons()).isEqualTo(first.getReasons());
    answers(2);
    assertInferred(1);
    topology.nothingElse();
  }

  @Test
  void trustsAnImageUrlForTheSetTime() {
    topology.send(byUrl("7", "red", at("/a")));
    topology.send(byUrl("7", "red", at("/a")));
    answers(2);
    topology.send(byUrl("7", "red", at("/a")));
    answers(1);
    assertThat(server.requests).hasSize(1);
    assertInferred(1);
    topology.nothingElse();
  }

  @Test
  void fetchesAnImageAgainAfterTheSetTimeAndComparesIt() throws Exception {
    reopen(UnchangedMode.REPEAT, Duration.ZERO);
    topology.send(byUrl("7", "red", at("/a")));
    answers(1);
    topology.send(byUrl("7", "red", at("/a")));
    answers(1);
    assertThat(server.requests).hasSize(2);
    assertInferred(1);
    served.set(Arrays.copyOf(served.get(), served.get().length + 1));
    topology.send(byUrl("7", "red", at("/a")));
    answers(1);
    assertInferred(2);
    assertThat(topology.results).containsExactly(CLASSIFIED, REFETCHED, CLASSIFIED);
    topology.nothingElse();
  }

  @Test
  void anotherUrlWithTheSameImageNeedsNoInference() {
    server.on("/b", exchange -> ImageServer.answer(exchange, 200, served.get()));
    topology.send(byUrl("7", "red", at("/a")));
    answers(1);
    topology.send(byUrl("7", "red", at("/b")));
    answers(1);
    topology.send(byUrl("7", "red", at("/b")));
    answers(1);
    assertThat(server.requests).containsExactly("/a", "/b");
    assertInferred(1);
    assertThat(topology.results).containsExactly(CLASSIFIED, REFETCHED, REPEATED);
    topology.nothingElse();
  }

  @Test
  void anImageWithASha256IsNeverFetchedAgain() throws Exception {
    reopen(UnchangedMode.REPEAT, Duration.ZERO);
    ProductListing listing = listing("7", "red");
    String sha256 =
        HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(served.get()));
    listing.getImages().add(new ListingImage(at("/a"), null, sha256));
    topology.send(listing);
    answers(1);
    topology.send(listing);
    answers(1);
    assertThat(server.requests).hasSize(1);
    assertInferred(1);
    topology.nothingElse();
  }

  @Test
  void anImageThatCouldNotBeFetchedIsTriedAgain() {
    topology.send(byUrl("7", "red", at("/404")));
    assertThat(answers(1).get(0).getModalities().getImage()).isEqualTo(ModalityUse.FETCH_FAILED);
    topology.send(byUrl("7", "red", at("/404")));
    answers(1);
    topology.send(byUrl("7", "red", at("/404"), at("/a")));
    answers(1);
    topology.send(byUrl("7", "red", at("/404"), at("/a")));
    assertThat(answers(1).get(0).getModalities().getImageIndex()).isEqualTo(1);
    assertThat(server.requests).containsExactly("/404", "/404", "/404", "/a", "/404", "/a");
    assertThat(topology.review(2)).as("without an image").hasSize(2);
    assertInferred(3);
    topology.nothingElse();
  }

  @Test
  void skipsAnEventWithoutANewAnswer() throws Exception {
    reopen(UnchangedMode.SKIP, Duration.ofDays(1));
    topology.send(listing("7", "red"));
    topology.send(listing("7", "red"));
    topology.send(listing("7", "blue"));
    topology.send(listing("7", "red"));
    assertThat(answers(3)).hasSize(3);
    topology.send(listing("7", "red"));
    topology.pass(() -> topology.results.size() == 5);
    assertThat(topology.results)
        .containsExactly(CLASSIFIED, SKIPPED, CLASSIFIED, CLASSIFIED, SKIPPED);
    topology.nothingElse();
  }

  @Test
  void skipsAListingThatFollowsARejectedOneInFlight() throws Exception {
    reopen(UnchangedMode.SKIP, Duration.ofDays(1));
    CountDownLatch slow = new CountDownLatch(1);
    topology.predictor.setRounding(1e-9);
    topology.predictor.before(batch -> await(slow));
    topology.send(listing("7", "red"));
    topology.send(utf8("7"), topology.bytes(listing("8", "red")));
    topology.send(listing("7", "red"));
    topology.send(listing("7", "red"));
    slow.countDown();
    topology.pass(() -> topology.results.size() == 3);
    assertThat(topology.results).containsExactly(CLASSIFIED, SKIPPED, SKIPPED);
    answers(1);
    assertThat(topology.deadLetters(1)).hasSize(1);
    topology.nothingElse();
  }

  @Test
  void reviewsEachAnswerOnce() throws Exception {
    for (UnchangedMode mode : UnchangedMode.values()) {
      reopen(mode, Duration.ofDays(1));
      topology.send(listing("7", "red"));
      answers(1);
      topology.send(listing("7", "blue"));
      answers(1);
      assertThat(topology.reviews).as(mode.toString()).hasValue(2);
      topology.nothingElse();
    }
  }

  @Test
  void writesWhenOnlyTheReviewReasonsChange() throws Exception {
    reopen(UnchangedMode.SKIP, Duration.ofDays(1));
    ProductListing inReview = declared(listing("7", "red"), Map.of("review", "yes"));
    topology.send(listing("7", "red"));
    topology.send(inReview);
    answers(2);
    assertThat(topology.review(1)).hasSize(1);
    topology.send(inReview);
    topology.pass(() -> topology.results.size() == 3);
    assertThat(topology.results).containsExactly(CLASSIFIED, REPEATED, SKIPPED);
    topology.nothingElse();
  }

  @Test
  void writesAgainAfterADeletion() throws Exception {
    for (UnchangedMode mode : List.of(UnchangedMode.REPEAT, UnchangedMode.SKIP)) {
      reopen(mode, Duration.ofDays(1));
      topology.send(listing("7", "red"));
      topology.send(utf8("7"), null);
      topology.send(listing("7", "red"));
      assertThat(topology.attributes(3).get(2).value()).isNotNull();
      topology.send(utf8("7"), null);
      topology.attributes(1);
      topology.send(listing("7", "red"));
      assertThat(topology.attributes(1).get(0).value()).isNotNull();
      topology.nothingElse();
    }
  }

  @Test
  void withoutAStoreEveryListingIsClassified() throws Exception {
    reopen(UnchangedMode.CLASSIFY, Duration.ofDays(1));
    topology.send(listing("7", "red"));
    answers(1);
    topology.send(listing("7", "red"));
    answers(1);
    assertInferred(2);
    assertThat(topology.results).isEmpty();
    topology.nothingElse();
  }

  @Test
  void aListingWhoseAnswerIsTooLargeIsNotRemembered() throws Exception {
    reopen(UnchangedMode.SKIP, Duration.ofDays(1));
    String id = "7".repeat(TopologyHarness.LIMITS.attributes() / 2);
    topology.send(listing(id, "red"));
    topology.deadLetters(1);
    topology.send(listing(id, "red"));
    topology.deadLetters(1);
    assertThat(topology.results).isEmpty();
    topology.nothingElse();
  }

  private void reopen(UnchangedMode mode, Duration refetchAfter) throws Exception {
    topology.close();
    source.close();
    open(mode, refetchAfter);
  }

  private void open(UnchangedMode mode, Duration refetchAfter) throws Exception {
    source =
        FetcherHarness.source(
            FetcherHarness.settings(
                FETCH_LIMIT, Set.of(server.port()), FetcherHarness.opensAfter(1000)));
    topology = new TopologyHarness(folder, source, settings(mode, refetchAfter));
  }

  private static UnchangedSettings settings(UnchangedMode mode, Duration refetchAfter) {
    return new UnchangedSettings(mode, refetchAfter, 64L << 20, null);
  }

  private String at(String path) {
    return server.url("shop.test", path);
  }

  private void assertInferred(int listings) {
    assertThat(topology.predictor.batches.stream().mapToInt(n -> n).sum())
        .as("listings inferred")
        .isEqualTo(listings);
  }

  private List<ListingAttributes> answers(int count) {
    return topology.attributes(count).stream().map(topology::attributesEvent).toList();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
