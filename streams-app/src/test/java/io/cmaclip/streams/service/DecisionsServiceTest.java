package io.cmaclip.streams.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.embedded.broker.LocalCluster;
import io.cmaclip.events.LabelSource;
import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ReviewDecision;
import io.cmaclip.events.TaskAttribute;
import io.cmaclip.fixtures.FakePredictor;
import io.cmaclip.fixtures.FakePreparer;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.listings.Listing;
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
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A service that reads decisions of reviewers from a real broker. */
@Timeout(180)
class DecisionsServiceTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration POLL = Duration.ofMillis(20);
  private static final String DECISIONS = "review-decisions";
  private static final int LISTINGS = 20;

  @TempDir Path folder;
  private final List<String> fatal = new CopyOnWriteArrayList<>();
  private LocalCluster cluster;
  private ServiceConfig config;
  private EventSerdes serdes;
  private KafkaProducer<byte[], byte[]> producer;
  private ListingProducer listings;
  private CommittedRecords answers;
  private final Map<String, ListingAttributes> latest = new HashMap<>();
  private final Map<String, Long> seenAt = new HashMap<>();

  @BeforeEach
  void open() throws Exception {
    cluster = LocalCluster.start();
    config = config("first");
    prepareTopics();
    serdes = EventSerdes.create(config.serdeProperties());
    producer =
        new KafkaProducer<>(
            config.producerProperties(), new ByteArraySerializer(), new ByteArraySerializer());
    listings =
        new ListingProducer(
            config.producerProperties(), serdes, "listings", InstantSource.system());
    answers = CommittedRecords.of(config.consumerProperties(), List.of("listing-attributes"), POLL);
  }

  @AfterEach
  void close() throws Exception {
    answers.close();
    listings.close();
    producer.close();
    serdes.close();
    cluster.close();
  }

  @Test
  void aLabelOutlivesTheServiceThatWroteItAndItsDisk() throws Exception {
    try (ClassificationService service = start("first")) {
      assertThat(service.awaitReady(PATIENCE)).isTrue();
      sendListings("red");
      await(LISTINGS);
      for (int i = 0; i < LISTINGS; i++) {
        decide("listing-" + i, "d" + i);
      }
      Awaitility.await().atMost(PATIENCE).until(() -> read() && humans() == LISTINGS);
    }
    latest.clear();
    try (ClassificationService service = start("second")) {
      assertThat(service.awaitReady(PATIENCE)).isTrue();
      sendListings("red");
      await(LISTINGS);
      assertThat(humans()).isEqualTo(LISTINGS);
      latest.clear();
      sendListings("blue");
      await(LISTINGS);
      assertThat(humans()).isZero();
    }
    assertThat(fatal).isEmpty();
  }

  @Test
  void refusesATopicOfDecisionsWithAnotherNumberOfPartitions() throws Exception {
    try (Admin admin = ClusterDoor.open(config.clientProperties())) {
      admin.createTopics(List.of(new NewTopic("few", 1, (short) 1))).all().get();
      ServiceSettingsReader settings = new ServiceSettingsReader(config);
      TopicSetup setup = new TopicSetup(admin, settings.topicNames(), settings.topics());
      Assertions.assertThatExceptionOfType(UserException.class)
          .isThrownBy(() -> setup.prepareDecisions("few"))
          .withMessage("topic few has 1 partitions: must have 2, as listings");
    }
  }

  /** Prints the time from sending a decision until its label is committed and read. */
  @Test
  @Tag("slow")
  void aDecisionIsOnTheAttributesTopicWithinASecondBesideRunningListings() throws Exception {
    int decisions = 600;
    int perSecond = 20;
    Map<String, Long> sentAt = new HashMap<>();
    try (ClassificationService service = start("first")) {
      assertThat(service.awaitReady(PATIENCE)).isTrue();
      for (int i = 0; i < decisions; i++) {
        var unused = listings.send(listing("listing-" + i, "red"), (metadata, failure) -> {});
      }
      await(decisions);
      long start = System.nanoTime();
      for (int i = 0; i < decisions; i++) {
        long due = start + i * Duration.ofSeconds(1).toNanos() / perSecond;
        while (System.nanoTime() < due) {
          read();
        }
        sentAt.put("d" + i, System.nanoTime());
        decide("listing-" + i, "d" + i);
        for (int more = 0; more < 5; more++) {
          var unused =
              listings.send(listing("other-" + i % 50, "blue " + i), (metadata, failure) -> {});
        }
      }
      Awaitility.await().atMost(PATIENCE).until(() -> read() && seenAt.size() == decisions);
    }
    List<Double> millis = new ArrayList<>();
    seenAt.forEach((id, nanos) -> millis.add((nanos - sentAt.get(id)) / 1e6));
    millis.sort(null);
    double p99 = millis.get(decisions * 99 / 100);
    System.out.printf(
        "decision to attributes topic: median %.0f ms, p99 %.0f ms, longest %.0f ms, %d decisions"
            + " at %d/s beside %d listings/s%n",
        millis.get(decisions / 2), p99, millis.get(decisions - 1), decisions, perSecond, 5 * 20);
    assertThat(p99).isLessThanOrEqualTo(1000);
    assertThat(fatal).isEmpty();
  }

  private ClassificationService start(String disk) {
    ServiceSettingsReader settings = new ServiceSettingsReader(config(disk));
    ClassificationService service =
        ClassificationService.builder(
                settings.service(),
                model(),
                serdes,
                (what, cause) -> fatal.add(what + ": " + cause))
            .decisions(settings.decisions())
            .open();
    service.start();
    return service;
  }

  private void prepareTopics() {
    ServiceSettingsReader settings = new ServiceSettingsReader(config);
    try (Admin admin = ClusterDoor.open(config.clientProperties())) {
      TopicSetup setup = new TopicSetup(admin, settings.topicNames(), settings.topics());
      setup.prepare(0);
      setup.prepareDecisions(DECISIONS);
    }
  }

  private void sendListings(String title) throws Exception {
    for (int i = 0; i < LISTINGS; i++) {
      listings.send(listing("listing-" + i, title), (metadata, failure) -> {}).get();
    }
  }

  private static Listing listing(String id, String title) {
    return new Listing(id, title, null, null, Map.of());
  }

  private void decide(String id, String decisionId) {
    ReviewDecision decision =
        ReviewDecision.newBuilder()
            .setListingId(id)
            .setTask("colour")
            .setLabel("other")
            .setDecisionId(decisionId)
            .setContentHash(latest.get(id).getContentHash())
            .build();
    var unused =
        producer.send(
            new ProducerRecord<>(
                DECISIONS,
                id.getBytes(UTF_8),
                serdes.serde(ReviewDecision.class).serializer().serialize(DECISIONS, decision)));
  }

  private void await(int count) {
    Awaitility.await().atMost(PATIENCE).until(() -> read() && latest.size() >= count);
  }

  /** Reads the attributes topic. */
  private boolean read() {
    answers.poll(
        POLL,
        record -> {
          ListingAttributes event =
              serdes
                  .serde(ListingAttributes.class)
                  .deserializer()
                  .deserialize(record.topic(), record.value());
          latest.put(event.getListingId(), event);
          for (TaskAttribute attribute : event.getAttributes()) {
            if (attribute.getSource() == LabelSource.HUMAN) {
              seenAt.putIfAbsent(attribute.getDecisionId(), System.nanoTime());
            }
          }
        });
    return true;
  }

  private long humans() {
    return latest.values().stream()
        .filter(event -> event.getAttributes().get(0).getSource() == LabelSource.HUMAN)
        .count();
  }

  private ServiceConfig config(String disk) {
    Map<String, String> all = new TreeMap<>(cluster.settings());
    all.put("application.id", "decided");
    all.put("topics.partitions", "2");
    all.put("topics.decisions", DECISIONS);
    all.put("threads", "2");
    all.put("kafka.state.dir", folder.resolve(disk).toString());
    return ServiceConfig.of(List.of(ConfigSource.flags(all)));
  }

  private static ServingModel model() {
    return new ServingModel(
        List.of(new FakePredictor()),
        new FakePreparer()::prepare,
        1000,
        (prediction, image, text, declared) -> new Review(prediction, List.of(), 0));
  }
}
