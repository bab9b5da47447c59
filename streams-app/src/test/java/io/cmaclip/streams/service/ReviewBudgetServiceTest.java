package io.cmaclip.streams.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.embedded.broker.LocalCluster;
import io.cmaclip.events.ListingAttributes;
import io.cmaclip.fixtures.FakePredictor;
import io.cmaclip.fixtures.FakePreparer;
import io.cmaclip.model.listings.Listing;
import io.cmaclip.model.review.ReviewCode;
import io.cmaclip.model.review.ReviewReason;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.config.ConfigSource;
import io.cmaclip.streams.config.ServiceConfig;
import io.cmaclip.streams.config.ServiceSettingsReader;
import io.cmaclip.streams.models.ServingModel;
import io.cmaclip.streams.produce.ListingProducer;
import io.cmaclip.streams.review.Review;
import io.cmaclip.streams.topics.ClusterDoor;
import io.cmaclip.streams.topics.CommittedRecords;
import io.cmaclip.streams.topics.TopicSetup;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The review budget of services on a real broker. Prints its figures. The rate of the listings is
 * first learnt for some minutes, so that the pause of a restart is short against them.
 */
@Timeout(600)
@Tag("slow")
class ReviewBudgetServiceTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final int PER_SECOND = 200;
  private static final double SHARE = 0.08;
  private static final int WARM_UP = 48_000;
  private static final int PHASE = 2000;
  private static final int WINDOW = 1000;

  @TempDir Path folder;
  private final List<String> fatal = new CopyOnWriteArrayList<>();
  private volatile double highestPriority;
  private int sent;

  @Test
  void holdsTheBudgetThroughAJumpARestartAndFrom1To4Instances() throws Exception {
    try (LocalCluster cluster = LocalCluster.start();
        EventSerdes serdes = EventSerdes.create(config(cluster, 0).serdeProperties());
        ListingProducer listings =
            new ListingProducer(
                config(cluster, 0).producerProperties(),
                serdes,
                "listings",
                InstantSource.system())) {
      prepareTopics(config(cluster, 0));
      try (ClassificationService first = start(cluster, serdes, 0)) {
        assertThat(first.awaitReady(PATIENCE)).isTrue();
        send(listings, 0.3, WARM_UP);
        send(listings, 1, PHASE);
      }
      Thread restart = new Thread(() -> sendQuietly(listings));
      restart.start();
      List<ClassificationService> services = new ArrayList<>();
      try {
        services.add(start(cluster, serdes, 1));
        assertThat(services.get(0).awaitReady(PATIENCE)).isTrue();
        restart.join();
        for (int i = 2; i < 5; i++) {
          services.add(start(cluster, serdes, i));
        }
        send(listings, 1, PHASE);
        check(cluster, serdes);
        assertThat(listingsInState(cluster)).isBetween(0.8 * sent, (double) sent);
      } finally {
        for (ClassificationService service : services) {
          service.close();
        }
      }
    }
    assertThat(fatal).isEmpty();
  }

  private void check(LocalCluster cluster, EventSerdes serdes) {
    Map<String, Boolean> held = new HashMap<>();
    Set<String> items = new TreeSet<>();
    try (CommittedRecords answers =
            CommittedRecords.of(
                config(cluster, 0).consumerProperties(), List.of("listing-attributes"), POLL);
        CommittedRecords reviews =
            CommittedRecords.of(
                config(cluster, 0).consumerProperties(), List.of("listing-review"), POLL)) {
      Awaitility.await()
          .atMost(PATIENCE)
          .until(
              () -> {
                answers.poll(
                    POLL,
                    record -> {
                      ListingAttributes event =
                          serdes
                              .serde(ListingAttributes.class)
                              .deserializer()
                              .deserialize(record.topic(), record.value());
                      held.put(event.getListingId(), event.getReviewHeld());
                    });
                return held.size() == sent;
              });
      reviews.drain(
          record ->
              assertThat(items.add(new String(record.key(), StandardCharsets.UTF_8))).isTrue());
    }
    List<Boolean> admitted =
        IntStream.range(0, sent).mapToObj(i -> !held.get("listing-" + i)).toList();
    assertThat(items).hasSize((int) admitted.stream().filter(in -> in).count());
    String[] phases = {"jump of the priorities", "restart", "1 to 4 instances"};
    for (int phase = 0; phase < phases.length; phase++) {
      List<Double> ratios = new ArrayList<>();
      int first = WARM_UP + phase * PHASE;
      for (int end = first + 1; end <= first + PHASE; end++) {
        long count = admitted.subList(end - WINDOW, end).stream().filter(in -> in).count();
        ratios.add(count / (SHARE * WINDOW));
      }
      ratios.sort(null);
      System.out.printf(
          "%s: %.2f to %.2f of the budget in 1,000 listings%n",
          phases[phase], ratios.get(0), ratios.get(ratios.size() - 1));
      assertThat(ratios.get(0)).isGreaterThanOrEqualTo(0.9);
      assertThat(ratios.get(ratios.size() - 1)).isLessThanOrEqualTo(1.1);
    }
  }

  /** Listings that the states of all partitions have counted; a moving average forgets some. */
  private double listingsInState(LocalCluster cluster) {
    Map<Integer, Double> counts = new HashMap<>();
    try (CommittedRecords states =
        CommittedRecords.of(
            config(cluster, 0).consumerProperties(),
            List.of("budgeted-review-budget-changelog"),
            POLL)) {
      states.drain(
          record -> {
            if (record.key()[0] == 0) {
              counts.put(record.partition(), ByteBuffer.wrap(record.value()).getDouble(1 + 8));
            }
          });
    }
    return counts.values().stream().mapToDouble(count -> count).sum();
  }

  private void sendQuietly(ListingProducer listings) {
    try {
      send(listings, 1, PHASE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sends doubtful listings with priorities up to {@code highest} at an even rate. */
  private void send(ListingProducer listings, double highest, int count)
      throws InterruptedException {
    highestPriority = highest;
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      long early = start + i * Duration.ofSeconds(1).toNanos() / PER_SECOND - System.nanoTime();
      if (early > 0) {
        Thread.sleep(early / 1_000_000, (int) (early % 1_000_000));
      }
      String id = "listing-" + sent++;
      var unused =
          listings.send(
              new Listing(id, "title of " + id, null, null, Map.of()), (metadata, failure) -> {});
    }
  }

  private ClassificationService start(LocalCluster cluster, EventSerdes serdes, int instance) {
    ServiceSettingsReader settings = new ServiceSettingsReader(config(cluster, instance));
    ClassificationService service =
        ClassificationService.builder(
                settings.service(),
                model(),
                serdes,
                (what, cause) -> fatal.add(what + ": " + cause))
            .budget(settings.reviewBudget(), settings.listingValue())
            .open();
    service.start();
    return service;
  }

  private static void prepareTopics(ServiceConfig config) {
    ServiceSettingsReader settings = new ServiceSettingsReader(config);
    try (Admin admin = ClusterDoor.open(config.clientProperties())) {
      new TopicSetup(admin, settings.topicNames(), settings.topics()).prepare(0);
    }
  }

  private ServiceConfig config(LocalCluster cluster, int instance) {
    Map<String, String> all = new TreeMap<>(cluster.settings());
    all.put("application.id", "budgeted");
    all.put("topics.partitions", "4");
    all.put("review.budget", Integer.toString((int) (SHARE * PER_SECOND * 3600)));
    all.put("threads", "1");
    all.put("kafka.state.dir", folder.resolve("instance-" + instance).toString());
    return ServiceConfig.of(List.of(ConfigSource.flags(all)));
  }

  private ServingModel model() {
    return new ServingModel(
        List.of(new FakePredictor()),
        new FakePreparer()::prepare,
        1000,
        (prediction, image, text, declared) ->
            new Review(
                prediction,
                List.of(new ReviewReason(ReviewCode.LOW_CONFIDENCE, "colour", "")),
                highestPriority
                    // Random gives nearly the same number for the similar hashes of similar titles.
                    * new SplittableRandom(prediction.tasks().get(0).label().hashCode())
                        .nextDouble()));
  }
}
