package io.cmaclip.streams.topology;

import static io.cmaclip.streams.topology.TopologyHarness.header;
import static io.cmaclip.streams.topology.TopologyHarness.listing;
import static io.cmaclip.streams.topology.TopologyHarness.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ListingImage;
import io.cmaclip.events.ModalityUse;
import io.cmaclip.events.ProductListing;
import io.cmaclip.events.ReviewItem;
import io.cmaclip.events.ReviewReasonCode;
import io.cmaclip.events.TaskAttribute;
import io.cmaclip.fixtures.FakePredictor;
import io.cmaclip.fixtures.FakePreparer;
import io.cmaclip.model.preprocessing.PreparedListing;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ListingTopologyTest {
  private static final byte[] IMAGE = {1, 2, 3};
  private static final byte[] UNREADABLE = {FakePreparer.UNREADABLE};

  @TempDir Path folder;
  private TopologyHarness topology;

  @BeforeEach
  void open() throws Exception {
    topology = new TopologyHarness(folder);
  }

  @AfterEach
  void close() {
    topology.close();
  }

  @Test
  void anOutputHasLabelWeightsModalitiesAndModel() {
    topology.send(listing("7", "red dress", IMAGE));
    ListingAttributes answer = topology.attributesEvent(topology.attributes(1).get(0));
    assertThat(answer.getListingId()).isEqualTo("7");
    assertThat(answer.getListingUpdatedAt()).isEqualTo(TopologyHarness.UPDATED);
    assertThat(answer.getProcessedAt()).isEqualTo(TopologyHarness.NOW);
    assertThat(answer.getModel().getFingerprint()).isEqualTo("f00d");
    assertThat(answer.getModalities().getImage()).isEqualTo(ModalityUse.USED);
    assertThat(answer.getModalities().getText()).isEqualTo(ModalityUse.USED);
    assertThat(answer.getModalities().getImageIndex()).isZero();
    TaskAttribute colour = answer.getAttributes().get(0);
    assertThat(colour.getTask()).isEqualTo("colour");
    assertThat(colour.getLabel())
        .isEqualTo(FakePredictor.label(new PreparedListing(IMAGE, "red dress".chars().toArray())));
    assertThat(colour.getConfidence()).isEqualTo(0.9);
    assertThat(colour.getAccepted()).isTrue();
    assertThat(colour.getImageWeight()).isEqualTo(0.25);
    assertThat(colour.getTextWeight()).isEqualTo(0.75);
    assertThat(colour.getAlternatives().get(0).getLabel()).isEqualTo("other");
    topology.nothingElse();
  }

  @Test
  void outputsKeepKeyHeadersAndTimestampOfTheListing() {
    topology.send(
        TopologyHarness.declared(listing("ключ", "red"), Map.of("review", "yes")),
        "traceparent",
        "00-abc",
        "traceparent",
        "00-def");
    for (TestRecord<byte[], byte[]> output :
        List.of(topology.attributes(1).get(0), topology.review(1).get(0))) {
      assertThat(output.key()).isEqualTo(utf8("ключ"));
      assertThat(output.timestamp()).isEqualTo(TopologyHarness.TIME);
      assertThat(output.headers().toArray()).hasSize(2);
      assertThat(header(output, "traceparent")).isEqualTo("00-def");
    }
  }

  @Test
  void outputsKeepTheOrderOfListingsThatFinishInAnotherOrder() {
    CountDownLatch slow = new CountDownLatch(1);
    topology.preparer.before(
        title -> {
          if (title.equals("slow")) {
            await(slow);
          }
        });
    topology.send(listing("0", "slow", IMAGE));
    for (int i = 1; i < 50; i++) {
      topology.send(listing("" + i, "quick " + i));
    }
    topology.pass(() -> topology.predictor.batches.stream().mapToInt(n -> n).sum() == 49);
    assertThat(topology.classification.batching().bytesInFlight()).isPositive();
    slow.countDown();
    List<String> ids = new ArrayList<>();
    topology.attributes(50).forEach(r -> ids.add(topology.attributesEvent(r).getListingId()));
    assertThat(ids).hasSize(50).containsExactlyElementsOf(numbers(50));
    topology.nothingElse();
  }

  @Test
  void aTombstoneIsForwardedAfterTheOlderLabel() {
    CountDownLatch slow = new CountDownLatch(1);
    topology.predictor.before(batch -> await(slow));
    topology.send(listing("7", "red"));
    topology.send(utf8("7"), null, "traceparent", "00-abc");
    slow.countDown();
    List<TestRecord<byte[], byte[]>> outputs = topology.attributes(2);
    assertThat(outputs.get(0).value()).isNotNull();
    assertThat(outputs.get(1).value()).isNull();
    assertThat(outputs.get(1).key()).isEqualTo(utf8("7"));
    assertThat(header(outputs.get(1), "traceparent")).isEqualTo("00-abc");
    topology.nothingElse();
  }

  @Test
  void aListingWithoutImageAndTitleNeedsNoInferenceCall() {
    topology.send(listing("7", "  ", UNREADABLE));
    ListingAttributes answer = topology.attributesEvent(topology.attributes(1).get(0));
    assertThat(answer.getAttributes()).isEmpty();
    assertThat(answer.getModalities().getImage()).isEqualTo(ModalityUse.UNREADABLE);
    assertThat(answer.getModalities().getText()).isEqualTo(ModalityUse.MISSING);
    assertThat(answer.getModel().getName()).isEqualTo("fake");
    ReviewItem item = topology.reviewItem(topology.review(1).get(0));
    assertThat(item.getReasons())
        .extracting(reason -> reason.getCode())
        .containsExactly(ReviewReasonCode.IMAGE_MISSING, ReviewReasonCode.TEXT_MISSING);
    assertThat(topology.predictor.batches).isEmpty();
    topology.nothingElse();
  }

  @Test
  void theFirstReadableImageIsUsedAndItsIndexIsReported() {
    ProductListing listing = listing("7", "red", UNREADABLE, UNREADABLE, IMAGE);
    listing.getImages().add(0, new ListingImage("http://shop.example/1.jpg", null, null));
    topology.send(listing);
    ListingAttributes answer = topology.attributesEvent(topology.attributes(1).get(0));
    assertThat(answer.getModalities().getImageIndex()).isEqualTo(3);
    assertThat(answer.getModalities().getImage()).isEqualTo(ModalityUse.USED);
  }

  @Test
  void anImageThatIsNotFetchedIsNotReportedAsMissing() {
    ProductListing byUrl = listing("7", "red");
    byUrl.getImages().add(new ListingImage("http://shop.example/1.jpg", null, null));
    topology.send(byUrl);
    topology.send(listing("8", "red"));
    List<TestRecord<byte[], byte[]>> outputs = topology.attributes(2);
    assertThat(topology.attributesEvent(outputs.get(0)).getModalities().getImage())
        .isEqualTo(ModalityUse.FETCH_FAILED);
    assertThat(topology.attributesEvent(outputs.get(1)).getModalities().getImage())
        .isEqualTo(ModalityUse.MISSING);
  }

  @Test
  void aReviewItemHasListingAttributesReasonsAndSource() {
    topology.send(TopologyHarness.declared(listing("7", "red", IMAGE), Map.of("review", "")));
    ListingAttributes answer = topology.attributesEvent(topology.attributes(1).get(0));
    ReviewItem item = topology.reviewItem(topology.review(1).get(0));
    assertThat(item.getAttributes()).isEqualTo(answer);
    assertThat(item.getListing().getImages().get(0).getBytes().array()).isEqualTo(IMAGE);
    assertThat(item.getReasons().get(0).getCode()).isEqualTo(ReviewReasonCode.LOW_CONFIDENCE);
    assertThat(item.getReasons().get(0).getTask()).isEqualTo("colour");
    assertThat(item.getPriority()).isEqualTo(1.0);
    assertThat(item.getSource().getTopic()).isEqualTo("listings");
    assertThat(item.getSource().getOffset()).isZero();
  }

  @Test
  void aReviewItemHasOnlyTheHashOfALargeImage() throws Exception {
    byte[] large = new byte[TopologyHarness.MAX_INLINE + 1];
    topology.send(TopologyHarness.declared(listing("7", "red", large), Map.of("review", "")));
    ListingImage image =
        topology.reviewItem(topology.review(1).get(0)).getListing().getImages().get(0);
    assertThat(image.getBytes()).isNull();
    assertThat(image.getSha256())
        .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(large)));
  }

  @Test
  void aReviewItemThatIsStillTooLargeDropsItsLongTexts() {
    ProductListing listing =
        TopologyHarness.declared(listing("7", "t".repeat(2000), IMAGE), Map.of("review", ""));
    listing.setDescription("d".repeat(TopologyHarness.LIMITS.review()));
    topology.send(listing);
    ProductListing kept = topology.reviewItem(topology.review(1).get(0)).getListing();
    assertThat(kept.getListingId()).isEqualTo("7");
    assertThat(kept.getTitle()).hasSize(1000);
    assertThat(kept.getDescription()).isNull();
    assertThat(topology.attributes(1)).hasSize(1);
  }

  @Test
  void headersThatExceedTheRecordSizeAreDroppedAndCounted() {
    topology.send(listing("7", "red"), "huge", "h".repeat(TopologyHarness.LIMITS.attributes()));
    TestRecord<byte[], byte[]> answer = topology.attributes(1).get(0);
    assertThat(header(answer, "huge")).isNull();
    assertThat(header(answer, "cmaclip.headers-dropped")).isEqualTo("1");
    assertThat(topology.attributesEvent(answer).getListingId()).isEqualTo("7");
  }

  private static List<String> numbers(int count) {
    List<String> numbers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      numbers.add("" + i);
    }
    return numbers;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
