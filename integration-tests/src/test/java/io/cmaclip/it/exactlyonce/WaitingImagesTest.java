package io.cmaclip.it.exactlyonce;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.batching.InFlightLimits;
import io.cmaclip.events.ListingImage;
import io.cmaclip.events.ProductListing;
import io.cmaclip.fixtures.FakePredictor;
import io.cmaclip.fixtures.FakePreparer;
import io.cmaclip.fixtures.FreePort;
import io.cmaclip.fixtures.ImageServer;
import io.cmaclip.fixtures.JavaProcess;
import io.cmaclip.fixtures.ShippedBundle;
import io.cmaclip.streams.images.BreakerSettings;
import io.cmaclip.streams.images.Cidr;
import io.cmaclip.streams.images.FetchSettings;
import io.cmaclip.streams.images.ImageSettings;
import io.cmaclip.streams.images.WhenUnavailable;
import io.cmaclip.streams.service.Guarantee;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests {@code image.unavailable = wait}. Half of the partitions hold listings whose image host is
 * down, and newer versions of the same keys without an image; the others hold titles only.
 */
@Timeout(240)
class WaitingImagesTest {
  private static final int VERSIONS = 3;

  @TempDir Path folder;
  private int port;

  @BeforeEach
  void findAClosedPort() throws IOException {
    port = FreePort.find();
  }

  @Test
  void waitingListingsAreAnsweredOnceWithTheirImageAfterAKill() throws Exception {
    int count = 800;
    Map<String, String> settings =
        Map.of(
            "image.unavailable", "wait",
            "image.fetch.allowed-cidrs", "127.0.0.0/8",
            "image.fetch.allowed-ports", Integer.toString(port),
            "image.fetch.breaker.open-for", "500 ms",
            "image.fetch.breaker.longest-open-for", "1 s",
            "kafka.consumer.session.timeout.ms", "6000",
            "kafka.consumer.heartbeat.interval.ms", "1000",
            "kafka.producer.transaction.timeout.ms", "6000");
    Path bundle = ShippedBundle.find("fashion-products");
    try (TestCluster cluster = new TestCluster(folder, FakeService.MAX_INLINE);
        NumberedListings listings = new NumberedListings(cluster);
        Answers answers = Answers.numbered(cluster)) {
      int images = send(listings, count);
      try (JavaProcess killed = ServiceProcess.serve(cluster, bundle, settings)) {
        killed.awaitReady();
        assertThat(answers.awaitAnswered(count / 2, Answers.PATIENCE)).isTrue();
        answers.awaitQuiet();
        assertThat(answers.answered()).as("listings with an image wait").isEqualTo(count / 2);
        killed.kill();
      }
      try (JavaProcess next = ServiceProcess.serve(cluster, bundle, settings)) {
        next.awaitReady();
        answers.awaitQuiet();
        assertThat(answers.answered()).as("they still wait after the restart").isEqualTo(count / 2);
        try (ImageServer back = startImageHost()) {
          assertAllAnswered(answers, count, images);
          assertThat(back.requests).hasSizeGreaterThanOrEqualTo(images);
        }
      }
    }
  }

  @Test
  void waitingListingsAreAnsweredOnceWithTheirImageAfterTasksAreRevived() throws Exception {
    int count = 8_000;
    List<String> fatal = new CopyOnWriteArrayList<>();
    AtomicInteger forwarded = new AtomicInteger();
    CountDownLatch brokerGone = new CountDownLatch(1);
    FakePredictor predictor =
        new FakePredictor(Duration.ofMillis(5), Duration.ofNanos(100_000))
            .before(
                batch -> {
                  // Many results must be uncommitted when the broker stops. Titles behind a waiting
                  // image, at most 512 per partition, pass inference and wait.
                  if (forwarded.addAndGet(batch.size()) > count * 3 / 8) {
                    await(brokerGone);
                  }
                });
    try (KafkaLog log = new KafkaLog(KafkaLog.STREAM_THREAD);
        TestCluster cluster = new TestCluster(folder, FakeService.MAX_INLINE);
        NumberedListings listings = new NumberedListings(cluster);
        Answers answers = Answers.numbered(cluster);
        FakeService fake =
            new FakeService(
                cluster.bootstrap(),
                cluster.registryUrl(),
                Guarantee.EXACTLY_ONCE_V2,
                predictor,
                new FakePreparer(),
                waiting(),
                InFlightLimits.DEFAULT,
                FakeService.SHORT_DELIVERY_TIMEOUT,
                (what, cause) -> fatal.add(what + ": " + cause))) {
      assertThat(fake.service.awaitReady(Duration.ofMinutes(1))).isTrue();
      int images = send(listings, count);
      assertThat(answers.awaitAnswered(count / 16, Answers.PATIENCE)).isTrue();

      cluster.broker().goAway();
      brokerGone.countDown();
      Thread.sleep(10_000);
      cluster.broker().comeBack();

      assertThat(answers.awaitAnswered(count / 2, Answers.PATIENCE)).isTrue();
      answers.awaitQuiet();
      assertThat(answers.answered()).as("listings with an image wait").isEqualTo(count / 2);
      assertThat(log.messages())
          .as("at least one task was revived")
          .anyMatch(message -> message.contains("are corrupted"));
      try (ImageServer back = startImageHost()) {
        assertAllAnswered(answers, count, images);
        assertThat(back.requests).hasSizeGreaterThanOrEqualTo(images);
      }
      assertThat(fatal).isEmpty();
    } finally {
      brokerGone.countDown();
    }
  }

  /**
   * Returns the number of listings with an image. The first listing of each waiting partition has
   * one.
   */
  private int send(NumberedListings listings, int count) {
    int images = 0;
    for (int number = 0; number < count; number++) {
      ProductListing listing = NumberedListings.listing(NumberedListings.key(number), number);
      boolean waits = number % TestCluster.PARTITIONS < TestCluster.PARTITIONS / 2;
      if (waits && number / TestCluster.PARTITIONS % VERSIONS == 0) {
        listing
            .getImages()
            .add(new ListingImage("http://127.0.0.1:" + port + "/" + number, null, null));
        images++;
      }
      listings.sendToPartition(number, listing);
    }
    listings.flush();
    return images;
  }

  private static void assertAllAnswered(Answers answers, int count, int images) {
    answers.awaitAnswered(count, Answers.PATIENCE);
    answers.awaitQuiet();
    assertThat(answers.answered()).as("answered").isEqualTo(count);
    assertThat(answers.imaged()).as("with their image").isEqualTo(images);
    assertThat(answers.duplicated()).as("duplicated").isZero();
    assertThat(answers.outOfOrder()).as("out of order").isZero();
  }

  private ImageServer startImageHost() throws IOException {
    return ImageServer.http(port, ImageServer.image());
  }

  private ImageSettings waiting() {
    BreakerSettings breaker =
        new BreakerSettings(
            10, 5, 50, Duration.ofSeconds(3), Duration.ofMillis(500), Duration.ofSeconds(1));
    return new ImageSettings(
        true,
        WhenUnavailable.WAIT,
        Duration.ofDays(1),
        new FetchSettings(
            Duration.ofSeconds(2),
            0,
            100_000,
            1_000_000,
            4,
            64,
            20,
            List.of(Cidr.parse("127.0.0.0/8")),
            Set.of(port),
            Set.of(),
            1 << 20,
            breaker));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
