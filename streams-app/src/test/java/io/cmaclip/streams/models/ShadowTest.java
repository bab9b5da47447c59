package io.cmaclip.streams.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.embedded.registry.EmbeddedRegistry;
import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ListingImage;
import io.cmaclip.events.ModalityUse;
import io.cmaclip.events.ProductListing;
import io.cmaclip.fixtures.FakePredictor;
import io.cmaclip.fixtures.FakePreparer;
import io.cmaclip.model.prediction.ModalityStatus;
import io.cmaclip.model.preprocessing.PreparedListing;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.review.Review;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ShadowTest {
  private static final ShadowSettings SETTINGS = new ShadowSettings("shadow", 4, 6, 10_000, 1);
  private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");

  private final FakePredictor predictor = new FakePredictor();
  private final FakePreparer preparer = new FakePreparer();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final AtomicBoolean mainIsBehind = new AtomicBoolean();
  private final AtomicBoolean preparerClosed = new AtomicBoolean();
  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
  private EmbeddedRegistry registry;
  private EventSerdes serdes;
  private Shadow shadow;

  @BeforeEach
  void open() throws Exception {
    registry = EmbeddedRegistry.start(0, null);
    serdes = EventSerdes.create(Map.of("schema.registry.url", registry.url()));
    shadow = shadow(SETTINGS, producer);
  }

  private Shadow shadow(ShadowSettings settings, Producer<byte[], byte[]> itsProducer) {
    return new Shadow(
        new ServingModel(
                List.of(predictor),
                preparer::prepare,
                1000,
                (prediction, image, text, declared) -> new Review(prediction, List.of(), 0))
            .thenRun(() -> preparerClosed.set(true)),
        settings,
        serdes.serde(ListingAttributes.class).serializer(),
        itsProducer,
        InstantSource.fixed(NOW),
        meters);
  }

  @AfterEach
  void close() {
    shadow.close();
    serdes.close();
    registry.close();
  }

  @Test
  void itClassifiesTheInputsOfTheMainModelWithItsOwnPreprocessing() throws Exception {
    shadow.start(mainIsBehind::get);
    byte[] image = {1, 2, 3};
    show("a", "red dress", ModalityStatus.USED, 2, image);
    show("b", "blue dress", ModalityStatus.FETCH_FAILED, null, null);
    await(() -> count("answered") == 2);

    ListingAttributes first = event(0);
    assertThat(first.getListingId()).isEqualTo("a");
    assertThat(first.getModel().getFingerprint()).isEqualTo(FakePredictor.MODEL.fingerprint());
    assertThat(first.getModalities().getImage()).isEqualTo(ModalityUse.USED);
    assertThat(first.getModalities().getImageIndex()).isEqualTo(2);
    assertThat(first.getProcessedAt()).isEqualTo(NOW);
    PreparedListing own = preparer.prepare("red dress", List.of(image)).listing();
    assertThat(first.getAttributes().get(0).getLabel()).isEqualTo(FakePredictor.label(own));
    assertThat(event(1).getModalities().getImage()).isEqualTo(ModalityUse.FETCH_FAILED);
    assertThat(producer.history().get(0).topic()).isEqualTo("shadow");
    assertThat(producer.history().get(0).key()).isEqualTo(utf8("a"));
  }

  @Test
  void aDeletionFollowsTheListingThatItDeletes() throws Exception {
    show("a", "red dress", ModalityStatus.MISSING, null, null);
    shadow.deleted(utf8("a"));
    shadow.start(mainIsBehind::get);
    await(() -> count("answered") == 2);
    assertThat(producer.history()).extracting(ProducerRecord::key).containsOnly(utf8("a"));
    assertThat(producer.history().get(0).value()).isNotNull();
    assertThat(producer.history().get(1).value()).isNull();
  }

  @Test
  void listingsBeyondTheQueueAreDroppedAndCountedWithoutBlocking() throws Exception {
    CountDownLatch stall = new CountDownLatch(1);
    CountDownLatch inferring = new CountDownLatch(1);
    predictor.before(
        batch -> {
          inferring.countDown();
          await(stall);
        });
    shadow.start(mainIsBehind::get);
    show("first", "red dress", ModalityStatus.MISSING, null, null);
    assertThat(inferring.await(20, TimeUnit.SECONDS)).isTrue();
    for (int i = 0; i < 10; i++) {
      show("id-" + i, "red dress", ModalityStatus.MISSING, null, null);
    }
    assertThat(count("dropped")).as("listings beyond the queue of six").isEqualTo(4);
    stall.countDown();
    await(() -> count("answered") == 7);
  }

  @Test
  void listingsBeyondTheByteLimitAreDropped() {
    for (int i = 0; i < 4; i++) {
      show("id-" + i, "red", ModalityStatus.USED, 0, new byte[4000]);
    }
    assertThat(count("dropped")).isEqualTo(2);
  }

  @Test
  void itPausesWhileTheMainModelIsBehind() throws Exception {
    mainIsBehind.set(true);
    shadow.start(mainIsBehind::get);
    show("a", "red dress", ModalityStatus.MISSING, null, null);
    Awaitility.await().during(Duration.ofMillis(100)).until(() -> predictor.batches, List::isEmpty);
    mainIsBehind.set(false);
    await(() -> count("answered") == 1);
  }

  @Test
  void itRespectsItsShareOfTheTime() throws Exception {
    predictor.before(batch -> sleep(Duration.ofMillis(20)));
    try (Shadow resting =
        shadow(
            new ShadowSettings("shadow", 1, 100, 100_000, 0.1),
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()))) {
      long start = System.nanoTime();
      for (int i = 0; i < 4; i++) {
        show(resting, "id-" + i, "red dress", ModalityStatus.MISSING, null, null);
      }
      resting.start(mainIsBehind::get);
      await(() -> predictor.batches.size() == 4);
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .as("three pauses of nine times 20 ms")
          .isGreaterThan(Duration.ofMillis(540));
    }
  }

  @Test
  void failuresAreCountedAndTheShadowContinues() throws Exception {
    predictor.setUnhealthy(true);
    shadow.start(mainIsBehind::get);
    show("a", "red dress", ModalityStatus.MISSING, null, null);
    await(() -> count("failed") == 1);
    predictor.setUnhealthy(false);
    preparer.before(
        title -> {
          if (title.equals("bad")) {
            throw new IllegalStateException("bad");
          }
        });
    show("b", "bad", ModalityStatus.MISSING, null, null);
    show("c", "red dress", ModalityStatus.MISSING, null, null);
    await(() -> count("answered") == 1);
    assertThat(count("failed")).isEqualTo(2);
  }

  @Test
  void closeReleasesAllResources() throws Exception {
    shadow.start(mainIsBehind::get);
    shadow.close();
    assertThat(predictor.isClosed()).isTrue();
    assertThat(preparerClosed).isTrue();
    assertThat(producer.closed()).isTrue();
  }

  private void show(String id, String title, ModalityStatus image, Integer index, byte[] file) {
    show(shadow, id, title, image, index, file);
  }

  private static void show(
      Shadow shadow, String id, String title, ModalityStatus image, Integer index, byte[] file) {
    ProductListing listing =
        new ProductListing(id, title, null, List.<ListingImage>of(), null, Map.of(), Instant.EPOCH);
    shadow.listing(utf8(id), listing, new UsedModalities(image, ModalityStatus.USED, index), file);
  }

  private ListingAttributes event(int index) {
    return serdes
        .serde(ListingAttributes.class)
        .deserializer()
        .deserialize("shadow", producer.history().get(index).value());
  }

  private double count(String result) {
    return meters.get("cmaclip.shadow.listings").tag("result", result).counter().count();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Unlike parkNanos, does not return early. */
  private static void sleep(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(Callable<Boolean> until) {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(5))
        .atMost(Duration.ofSeconds(20))
        .until(until);
  }
}
