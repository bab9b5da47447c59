package io.cmaclip.streams.topology;

import static io.cmaclip.streams.topology.TopologyHarness.byUrl;
import static io.cmaclip.streams.topology.TopologyHarness.listing;
import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ListingImage;
import io.cmaclip.events.ModalityUse;
import io.cmaclip.events.ProductListing;
import io.cmaclip.events.ReviewReasonCode;
import io.cmaclip.fixtures.FakePreparer;
import io.cmaclip.fixtures.ImageServer;
import io.cmaclip.streams.images.FetchSettings;
import io.cmaclip.streams.images.FetcherHarness;
import io.cmaclip.streams.images.ImageSettings;
import io.cmaclip.streams.images.ImageSource;
import io.cmaclip.streams.images.RawServer;
import io.cmaclip.streams.images.WhenUnavailable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The topology with images that listings name by URL, fetched from real servers. */
@Timeout(60)
class FetchedImagesTest {
  private static final byte[] IMAGE = ImageServer.image();
  private static final byte[] INLINE = {1, 2, 3};
  private static final byte[] UNREADABLE = {FakePreparer.UNREADABLE};

  @TempDir Path folder;
  private ImageServer server;
  private RawServer silent;
  private ImageSource source;
  private TopologyHarness topology;

  @BeforeEach
  void open() throws Exception {
    server = ImageServer.http();
    server.serving("/a", IMAGE);
    server.on("/404", exchange -> exchange.sendResponseHeaders(404, -1));
    silent = RawServer.silent();
    open(WhenUnavailable.DEGRADE, Duration.ofDays(1), patient());
  }

  @AfterEach
  void close() throws IOException {
    topology.close();
    source.close();
    silent.close();
    server.close();
  }

  @Test
  void anImageGivenByUrlIsFetchedAndUsed() {
    topology.send(byUrl("7", "red", at("/a")));
    ListingAttributes answer = answers(1).get(0);
    assertThat(answer.getModalities().getImage()).isEqualTo(ModalityUse.USED);
    assertThat(answer.getModalities().getImageIndex()).isZero();
    topology.nothingElse();
  }

  @Test
  void aListingOfADeadHostIsClassifiedFromItsTitleAndSentToReview() throws Exception {
    reopen(WhenUnavailable.DEGRADE, Duration.ofDays(1), impatient());
    topology.send(byUrl("7", "red", silent.url("dead.test")));
    topology.send(listing("8", "red"));
    List<ListingAttributes> answers = answers(2);
    assertThat(answers.get(0).getModalities().getImage()).isEqualTo(ModalityUse.FETCH_FAILED);
    assertThat(answers.get(0).getAttributes()).isNotEmpty();
    assertThat(answers.get(1).getModalities().getImage()).isEqualTo(ModalityUse.MISSING);
    assertThat(topology.reviewItem(topology.review(1).get(0)).getReasons())
        .extracting(reason -> reason.getCode())
        .containsExactly(ReviewReasonCode.IMAGE_MISSING);
    topology.nothingElse();
  }

  @Test
  void aListingWithoutImageAndTitleHasNoAttributes() {
    topology.send(byUrl("7", " ", at("/404")));
    ListingAttributes answer = answers(1).get(0);
    assertThat(answer.getAttributes()).isEmpty();
    assertThat(answer.getModalities().getImage()).isEqualTo(ModalityUse.FETCH_FAILED);
    assertThat(topology.reviewItem(topology.review(1).get(0)).getReasons())
        .extracting(reason -> reason.getCode())
        .containsExactly(ReviewReasonCode.IMAGE_MISSING, ReviewReasonCode.TEXT_MISSING);
    topology.nothingElse();
  }

  @Test
  void inlineBytesOverrideTheUrl() {
    ProductListing both = listing("7", "red");
    both.getImages().add(new ListingImage(at("/a"), ByteBuffer.wrap(INLINE), null));
    topology.send(both);
    assertThat(answers(1).get(0).getModalities().getImage()).isEqualTo(ModalityUse.USED);
    assertThat(server.requests).isEmpty();
  }

  @Test
  void theFirstUsableImageIsUsedAndLaterImagesAreNotFetched() {
    server.serving("/later", IMAGE);
    ProductListing listing = byUrl("7", "red", "ftp://shop.test/a", at("/404"));
    listing.getImages().add(new ListingImage(null, ByteBuffer.wrap(UNREADABLE), null));
    listing.getImages().add(new ListingImage(null, null, null));
    listing.getImages().add(new ListingImage(at("/a"), null, null));
    listing.getImages().add(new ListingImage(at("/later"), null, null));
    listing.getImages().add(new ListingImage(null, ByteBuffer.wrap(INLINE), null));
    topology.send(listing);
    ListingAttributes answer = answers(1).get(0);
    assertThat(answer.getModalities().getImage()).isEqualTo(ModalityUse.USED);
    assertThat(answer.getModalities().getImageIndex()).isEqualTo(4);
    assertThat(server.requests).containsExactly("/404", "/a");
    topology.nothingElse();
  }

  @Test
  void aFetchedFileThatIsNoImageIsUnreadable() {
    topology.preparer.readsNothing(true);
    topology.send(byUrl("7", "red", at("/a"), at("/404")));
    assertThat(answers(1).get(0).getModalities().getImage()).isEqualTo(ModalityUse.UNREADABLE);
    topology.nothingElse();
  }

  @Test
  void theReviewItemOfAnUnreadableImageHasTheDecodersMessage() {
    topology.preparer.readsNothing(true);
    topology.send(
        TopologyHarness.declared(byUrl("7", "red", at("/a"), at("/404")), Map.of("review", "")));
    answers(1);
    assertThat(topology.reviewItem(topology.review(1).get(0)).getReasons())
        .filteredOn(reason -> reason.getCode() == ReviewReasonCode.IMAGE_UNREADABLE)
        .singleElement()
        .satisfies(reason -> assertThat(reason.getDetail()).isEqualTo(FakePreparer.PROBLEM));
  }

  @Test
  void aSlowFetchDoesNotChangeTheOrderOfOutputs() {
    topology.send(byUrl("0", "red", silent.url("dead.test")));
    for (int i = 1; i < 20; i++) {
      topology.send(byUrl("" + i, "red", at("/a")));
    }
    List<ListingAttributes> answers = answers(20);
    for (int i = 0; i < 20; i++) {
      assertThat(answers.get(i).getListingId()).isEqualTo("" + i);
    }
    assertThat(answers.get(0).getModalities().getImage()).isEqualTo(ModalityUse.FETCH_FAILED);
    assertThat(answers.get(19).getModalities().getImage()).isEqualTo(ModalityUse.USED);
  }

  @Test
  void underWaitAListingWaitsForItsHostAndReservesNoPixelMemory() throws Exception {
    reopen(WhenUnavailable.WAIT, Duration.ofDays(1), patient());
    AtomicBoolean healthy = new AtomicBoolean();
    server.on(
        "/b",
        exchange -> {
          exchange.sendResponseHeaders(
              healthy.get() ? 200 : 503, healthy.get() ? IMAGE.length : -1);
          if (healthy.get()) {
            exchange.getResponseBody().write(IMAGE);
          }
        });
    topology.send(byUrl("7", "red", at("/b")));
    topology.send(listing("8", "blue"));
    topology.pass(() -> server.requests.size() >= 3);
    // The pixels (1,000 bytes here) are not reserved while the listing waits.
    assertThat(topology.classification.batching().bytesInFlight())
        .isBetween(4096L, 2 * 2048L + 900);
    healthy.set(true);
    List<ListingAttributes> answers = answers(2);
    assertThat(answers.get(0).getListingId()).isEqualTo("7");
    assertThat(answers.get(0).getModalities().getImage()).isEqualTo(ModalityUse.USED);
    topology.nothingElse();
  }

  @Test
  void underWaitAPermanentFailureDegradesWithoutWaiting() throws Exception {
    reopen(WhenUnavailable.WAIT, Duration.ofDays(1), patient());
    topology.send(byUrl("7", "red", at("/404"), "http://10.0.0.1:" + server.port() + "/a"));
    assertThat(answers(1).get(0).getModalities().getImage()).isEqualTo(ModalityUse.FETCH_FAILED);
    topology.review(1);
    topology.nothingElse();
  }

  @Test
  void underWaitTheNextUsableImageIsUsed() throws Exception {
    reopen(WhenUnavailable.WAIT, Duration.ofDays(1), patient());
    topology.send(byUrl("7", "red", silent.url("dead.test"), at("/a")));
    ListingAttributes answer = answers(1).get(0);
    assertThat(answer.getModalities().getImageIndex()).isEqualTo(1);
  }

  @Test
  void underWaitTheListingDegradesAfterTheLongestWait() throws Exception {
    reopen(WhenUnavailable.WAIT, Duration.ofMillis(700), impatient());
    topology.send(byUrl("7", "red", silent.url("dead.test")));
    assertThat(answers(1).get(0).getModalities().getImage()).isEqualTo(ModalityUse.FETCH_FAILED);
    assertThat(silent.connections).hasValueGreaterThan(1);
    topology.review(1);
    topology.nothingElse();
  }

  @Test
  void closingATaskCancelsItsFetches() throws Exception {
    for (int i = 0; i < 10; i++) {
      topology.send(byUrl("" + i, "red", silent.url("dead.test")));
    }
    topology.pass(() -> silent.connections.get() > 0);
    topology.closeTasks();
    assertThat(topology.classification.batching().bytesInFlight()).isZero();
    assertThat(topology.fatal).isEmpty();
  }

  private void reopen(WhenUnavailable unavailable, Duration longestWait, FetchSettings fetch)
      throws IOException {
    topology.close();
    source.close();
    open(unavailable, longestWait, fetch);
  }

  private void open(WhenUnavailable unavailable, Duration longestWait, FetchSettings fetch)
      throws IOException {
    source = FetcherHarness.source(fetch);
    topology =
        new TopologyHarness(
            folder, source, new ImageSettings(true, unavailable, longestWait, fetch));
  }

  private FetchSettings patient() {
    return FetcherHarness.settings(ports(), FetcherHarness.opensAfter(1000));
  }

  private FetchSettings impatient() {
    return FetcherHarness.impatient(ports(), FetcherHarness.opensAfter(1000));
  }

  private Set<Integer> ports() {
    return Set.of(server.port(), silent.port());
  }

  private String at(String path) {
    return server.url("shop.test", path);
  }

  private List<ListingAttributes> answers(int count) {
    List<TestRecord<byte[], byte[]>> records = topology.attributes(count);
    return records.stream().map(topology::attributesEvent).toList();
  }
}
