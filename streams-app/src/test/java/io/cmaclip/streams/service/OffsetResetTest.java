package io.cmaclip.streams.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.embedded.broker.LocalCluster;
import io.cmaclip.fixtures.FakePredictor;
import io.cmaclip.fixtures.FakePreparer;
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
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code kafka.auto.offset.reset} decides where a service without committed offsets begins. */
@Timeout(120)
class OffsetResetTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static LocalCluster cluster;
  private static int count;

  private final List<String> fatal = new CopyOnWriteArrayList<>();
  private ServiceConfig config;
  private ServiceSettingsReader reader;

  @BeforeAll
  static void startCluster() {
    cluster = LocalCluster.start();
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kafka.client.id=mine | old recent",
        "kafka.auto.offset.reset=earliest | old recent",
        "kafka.consumer.auto.offset.reset=latest | ",
        "kafka.main.consumer.auto.offset.reset=by_duration:PT2H | recent",
      })
  void beginsWhereTheSettingSays(String setting, String expected) throws Exception {
    prepare(setting);
    produce("old", Duration.ofDays(3));
    produce("recent", Duration.ofHours(1));
    try (EventSerdes serdes = EventSerdes.create(config.serdeProperties());
        ClassificationService service = open(serdes)) {
      service.start();
      assertThat(service.awaitReady(PATIENCE)).isTrue();
      // The position of latest is known only once a new listing is answered.
      Awaitility.await()
          .atMost(PATIENCE)
          .until(
              () -> {
                produce("new", Duration.ZERO);
                return answered().contains("new");
              });
    }
    Set<String> before = new TreeSet<>(answered());
    before.remove("new");
    assertThat(String.join(" ", before)).isEqualTo(expected == null ? "" : expected);
    assertThat(fatal).isEmpty();
  }

  @Test
  void noneEndsTheProcessWithTheReasonAndAnswersNothing() throws Exception {
    prepare("kafka.consumer.auto.offset.reset=none");
    produce("old", Duration.ofDays(3));
    try (EventSerdes serdes = EventSerdes.create(config.serdeProperties());
        ClassificationService service = open(serdes)) {
      service.start();
      Awaitility.await().atMost(PATIENCE).until(() -> !fatal.isEmpty());
    }
    assertThat(fatal.get(0))
        .startsWith("no valid committed offset, and kafka.auto.offset.reset = none: ")
        .contains(reader.topicNames().listings() + "-0");
    assertThat(answered()).isEmpty();
  }

  private void prepare(String setting) {
    count++;
    Map<String, String> all = new TreeMap<>(cluster.settings());
    all.put("application.id", "reset-" + count);
    for (String topic : List.of("listings", "attributes", "review", "dead-letter", "suspects")) {
      all.put("topics." + topic, "reset-" + count + "-" + topic);
    }
    all.put("topics.partitions", "1");
    all.put("threads", "1");
    int equals = setting.indexOf('=');
    all.put(setting.substring(0, equals), setting.substring(equals + 1));
    config = ServiceConfig.of(List.of(ConfigSource.flags(all)));
    reader = new ServiceSettingsReader(config);
    try (Admin admin = ClusterDoor.open(config.clientProperties())) {
      new TopicSetup(admin, reader.topicNames(), reader.topics()).prepare(0);
    }
  }

  private ClassificationService open(EventSerdes serdes) {
    return ClassificationService.builder(
            reader.service(),
            new ServingModel(
                List.of(new FakePredictor()),
                new FakePreparer()::prepare,
                1000,
                (prediction, image, text, declared) -> new Review(prediction, List.of(), 0)),
            serdes,
            (what, cause) -> fatal.add(what))
        .open();
  }

  private void produce(String id, Duration age) throws Exception {
    String topic = reader.topicNames().listings();
    try (EventSerdes serdes = EventSerdes.create(config.serdeProperties());
        ListingProducer listings =
            new ListingProducer(
                config.producerProperties(), serdes, topic, InstantSource.system());
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(
                config.producerProperties(),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
      producer
          .send(
              new ProducerRecord<>(
                  topic,
                  0,
                  Instant.now().minus(age).toEpochMilli(),
                  id.getBytes(UTF_8),
                  listings.bytes(new Listing(id, "red dress", null, null, Map.of()))))
          .get();
    }
  }

  private Set<String> answered() {
    Set<String> keys = new TreeSet<>();
    try (CommittedRecords records =
        CommittedRecords.of(
            config.consumerProperties(),
            List.of(reader.topicNames().attributes()),
            Duration.ofMillis(50))) {
      records.drain(record -> keys.add(new String(record.key(), UTF_8)));
    }
    return keys;
  }
}
