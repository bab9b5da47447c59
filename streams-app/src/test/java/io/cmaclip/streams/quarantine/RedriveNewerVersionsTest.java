package io.cmaclip.streams.quarantine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.embedded.broker.BrokerSettings;
import io.cmaclip.embedded.broker.EmbeddedBroker;
import io.cmaclip.embedded.registry.EmbeddedRegistry;
import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ListingNoise;
import io.cmaclip.events.Modalities;
import io.cmaclip.events.ModalityUse;
import io.cmaclip.events.ModelStamp;
import io.cmaclip.events.ProductListing;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.events.EventFormat;
import io.cmaclip.streams.events.InputReaders;
import io.cmaclip.streams.events.InputSettings;
import io.cmaclip.streams.topics.CommittedRecords;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A redrive never replaces a newer version of a listing, and never restores a deleted one. */
@Timeout(120)
class RedriveNewerVersionsTest {
  private static final byte[] OLD = "old".getBytes(UTF_8);
  private static final byte[] NEW = "new".getBytes(UTF_8);
  private static final long OLD_TIME = 1_000_000;
  private static final long NEW_TIME = 2_000_000;
  private static EmbeddedBroker broker;
  private static Admin admin;

  @TempDir Path folder;
  private String origin;
  private String answers;
  private String dead;
  private UpdateTimes times = new UpdateTimes(null);
  private KafkaProducer<byte[], byte[]> producer;

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.start(BrokerSettings.temporary());
    admin = Admin.create(client());
  }

  @AfterAll
  static void stop() {
    admin.close();
    broker.close();
  }

  @BeforeEach
  void createTopics() throws Exception {
    String id = UUID.randomUUID().toString();
    origin = "listings-" + id;
    answers = "answers-" + id;
    dead = "dead-" + id;
    create(origin);
    create(answers);
    create(dead);
    producer = new KafkaProducer<>(client(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  @AfterEach
  void closeProducer() {
    producer.close();
  }

  @Test
  void leavesOutAListingWithANewerVersion() throws Exception {
    deadLetter("A", OLD, list("A", OLD));
    deadLetter("B", OLD, list("B", OLD));
    list("A", NEW);

    RedriveReport report = redrive(false);

    assertThat(report.sent()).isEqualTo(1);
    assertThat(report.superseded()).isEqualTo(1);
    assertThat(values("A")).containsExactly("old", "new");
    assertThat(values("B")).containsExactly("old", "old");
  }

  @Test
  void leavesOutAListingThatWasDeletedSince() throws Exception {
    deadLetter("B", OLD, list("B", OLD));
    list("B", null);
    assertThat(redrive(false).superseded()).isEqualTo(1);
    assertThat(values("B")).containsExactly("old", null);
  }

  @Test
  void sendsAListingThatWasCreatedAgainAfterItsDeletion() throws Exception {
    list("B", null);
    deadLetter("B", OLD, list("B", OLD));
    assertThat(redrive(false).sent()).isEqualTo(1);
  }

  @Test
  void sendsOnlyTheNewestOfSeveralDeadLettersOfAListing() throws Exception {
    deadLetter("A", OLD, list("A", OLD));
    RecordMetadata second = list("A", NEW);
    deadLetter("A", NEW, second);
    deadLetter("A", NEW, second);

    RedriveReport report = redrive(false);

    assertThat(report.sent()).isEqualTo(1);
    assertThat(report.superseded()).isEqualTo(2);
    assertThat(values("A")).containsExactly("old", "new", "new");
    assertThat(redrive(false)).isEqualTo(new RedriveReport(0, Map.of(), 0, 0, 0, 0));
  }

  @Test
  void sendsEverythingWithForce() throws Exception {
    deadLetter("A", OLD, list("A", OLD));
    list("A", NEW);
    assertThat(redrive(true).sent()).isEqualTo(1);
    assertThat(values("A")).containsExactly("old", "new", "old");
  }

  @Test
  void ignoresNewerVersionsOfAbortedTransactions() throws Exception {
    deadLetter("A", OLD, list("A", OLD));
    try (KafkaProducer<byte[], byte[]> other = transactional()) {
      other.beginTransaction();
      other.send(listing("A", NEW)).get();
      other.abortTransaction();
    }
    assertThat(redrive(false).sent()).isEqualTo(1);
  }

  @Test
  void waitsForTheOutcomeOfAnOpenTransactionWithANewerVersion() throws Exception {
    deadLetter("A", OLD, list("A", OLD));
    try (KafkaProducer<byte[], byte[]> other = transactional()) {
      other.beginTransaction();
      other.send(listing("A", NEW)).get();
      CompletableFuture<RedriveReport> redrive =
          CompletableFuture.supplyAsync(() -> redrive(false));
      TimeUnit.SECONDS.sleep(2);
      assertThat(redrive).isNotDone();
      other.commitTransaction();
      assertThat(redrive.get(60, TimeUnit.SECONDS).superseded()).isEqualTo(1);
    }
    assertThat(values("A")).containsExactly("old", "new");
  }

  @Test
  void leavesOutAListingWhoseRecordCompactionHasRemoved() throws Exception {
    RecordMetadata before = list("x", OLD);
    try (KafkaProducer<byte[], byte[]> other = transactional()) {
      other.beginTransaction();
      other.send(listing("y", OLD)).get();
      other.commitTransaction();
    }
    // The commit marker occupies an offset without a record, as compaction leaves behind.
    RecordMetadata marker =
        new RecordMetadata(
            new TopicPartition(origin, 0), before.offset() + 2, 0, before.timestamp(), 0, 0);
    list("z", OLD);
    deadLetter("A", OLD, marker);
    assertThat(redrive(false).superseded()).isEqualTo(1);
  }

  @Test
  void comparesTimestampsWithTheAnswerIfNewerListingsHaveExpired() throws Exception {
    for (String key : List.of("A", "B", "C", "D")) {
      deadLetter(key, OLD, list(key, OLD));
    }
    RecordMetadata last = list("A", NEW);
    expireBefore(last.offset() + 1);
    answer("A", NEW, NEW_TIME);
    answer("B", NEW, OLD_TIME - 1);
    answer("C", null, NEW_TIME);

    RedriveReport report = redrive(false);

    assertThat(report.superseded()).isEqualTo(2);
    assertThat(values("A")).isEmpty();
    assertThat(values("B")).containsExactly("old");
    assertThat(values("C")).isEmpty();
    assertThat(values("D")).containsExactly("old");
  }

  @Test
  void comparesUpdatedAtWithTheAnswerIfBothCanBeDecoded() throws Exception {
    try (EmbeddedRegistry registry = EmbeddedRegistry.start(0, null);
        EventSerdes serdes = EventSerdes.create(Map.of("schema.registry.url", registry.url()))) {
      times =
          new UpdateTimes(() -> EventSerdes.create(Map.of("schema.registry.url", registry.url())));
      byte[] listing =
          serdes
              .serde(ProductListing.class)
              .serializer()
              .serialize(
                  origin,
                  new ProductListing(
                      "A", "", null, List.of(), null, Map.of(), Instant.ofEpochMilli(5_000)));
      for (String key : List.of("A", "B")) {
        deadLetter(key, listing, list(key, listing));
      }
      expireBefore(2);
      // The record timestamps say the opposite.
      answer("A", attributes(serdes, 6_000), OLD_TIME - 1);
      answer("B", attributes(serdes, 5_000), NEW_TIME);

      assertThat(redrive(false).superseded()).isEqualTo(1);
      assertThat(values("A")).isEmpty();
      assertThat(values("B")).hasSize(1);
    } finally {
      times.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"listingId\": \"A\", \"listingUpdatedAt\": %d}",
        "{\"listing_id\": \"A\", \"listing_updated_at\": %d}",
        "{\"schema\": {}, \"payload\": {\"listing_id\": \"A\", \"listing_updated_at\": %d}}",
      })
  void comparesUpdatedAtOfOwnEventsWithThatOfAnswersInJson(String answer) throws Exception {
    Path mapping = Files.writeString(folder.resolve("m.yaml"), "{title: name, updated-at: at}");
    times =
        new UpdateTimes(
            null,
            new InputReaders(
                Map.of(origin, new InputSettings(EventFormat.JSON, mapping.toString()))),
            EventFormat.JSON);
    byte[] listing = "{\"name\": \"a\", \"at\": 1700000005000}".getBytes(UTF_8);
    for (String key : List.of("A", "B")) {
      deadLetter(key, listing, list(key, listing));
    }
    // A record after both has expired, so that the answers decide.
    expireBefore(list("C", listing).offset() + 1);
    // The record timestamps say the opposite.
    answer("A", answer.formatted(1_700_000_006_000L).getBytes(UTF_8), OLD_TIME - 1);
    answer("B", answer.formatted(1_700_000_005_000L).getBytes(UTF_8), NEW_TIME);

    RedriveReport report = redrive(false);

    assertThat(report.superseded()).isEqualTo(1);
    assertThat(report.sent()).isEqualTo(1);
    Awaitility.await().untilAsserted(() -> assertThat(values("B")).hasSize(1));
    assertThat(values("A")).isEmpty();
  }

  @Test
  void comparesUpdatedAtWithThatOfFlatAnswersInAvro() throws Exception {
    try (EmbeddedRegistry registry = EmbeddedRegistry.start(0, null);
        EventSerdes serdes = EventSerdes.create(Map.of("schema.registry.url", registry.url()))) {
      Path mapping = Files.writeString(folder.resolve("m.yaml"), "{title: name, updated-at: at}");
      times =
          new UpdateTimes(
              () -> EventSerdes.create(Map.of("schema.registry.url", registry.url())),
              new InputReaders(
                  Map.of(origin, new InputSettings(EventFormat.JSON, mapping.toString()))),
              EventFormat.AVRO);
      byte[] listing = "{\"name\": \"a\", \"at\": 1700000005000}".getBytes(UTF_8);
      deadLetter("A", listing, list("A", listing));
      expireBefore(list("C", listing).offset() + 1);
      Schema schema =
          new Schema.Parser()
              .parse(
                  "{\"type\": \"record\", \"name\": \"Flat\", \"fields\": [{\"name\":"
                      + " \"listing_updated_at\", \"type\": [\"null\", {\"type\": \"long\","
                      + " \"logicalType\": \"timestamp-millis\"}]}]}");
      GenericData.Record flat = new GenericData.Record(schema);
      flat.put(0, 1_700_000_006_000L);
      answer("A", serdes.recordSerializer().serialize(answers, flat), OLD_TIME - 1);

      assertThat(redrive(false).superseded()).isEqualTo(1);
    } finally {
      times.close();
    }
  }

  @Test
  void treatsEveryRecordOfATopicThatWasCreatedAgainAsNewer() throws Exception {
    for (int i = 0; i < 5; i++) {
      list("filler", OLD);
    }
    deadLetter("A", OLD, list("A", OLD));
    deadLetter("B", OLD, list("B", OLD));
    admin.deleteTopics(List.of(origin)).all().get();
    Awaitility.await().ignoreExceptions().untilAsserted(() -> create(origin));
    list("A", NEW);

    RedriveReport report = redrive(false);

    assertThat(report.superseded()).isEqualTo(1);
    assertThat(values("A")).containsExactly("new");
    assertThat(values("B")).containsExactly("old");
  }

  @Test
  void theUsersKafkaSettingsReachTheClients() {
    assertThat(Redrive.producerSettings(Map.of("max.request.size", "77", "linger.ms", "3")))
        .containsEntry("max.request.size", "77")
        .containsEntry("linger.ms", "3")
        .containsKey("buffer.memory");
    assertThat(Redrive.consumerSettings(Map.of("max.poll.records", "9", "client.rack", "r")))
        .containsEntry("max.poll.records", "9")
        .containsEntry("client.rack", "r")
        .containsEntry("isolation.level", "read_committed");
  }

  private RedriveReport redrive(boolean force) {
    return new Redrive(
            new RedriveRequest(dead, answers, dead + "-redrive", null, Long.MAX_VALUE, force),
            client(),
            client(),
            admin,
            times)
        .run(read -> {});
  }

  private ProducerRecord<byte[], byte[]> listing(String key, byte[] value) {
    return new ProducerRecord<>(origin, 0, OLD_TIME, key.getBytes(UTF_8), value);
  }

  private RecordMetadata list(String key, byte[] value) throws Exception {
    return producer.send(listing(key, value)).get();
  }

  private void answer(String key, byte[] value, long timestamp) throws Exception {
    producer.send(new ProducerRecord<>(answers, 0, timestamp, key.getBytes(UTF_8), value)).get();
  }

  private void deadLetter(String key, byte[] value, RecordMetadata at) throws Exception {
    ProducerRecord<byte[], byte[]> letter =
        new ProducerRecord<>(dead, 0, OLD_TIME, key.getBytes(UTF_8), value);
    letter.headers().add(DeadLetterHeaders.TOPIC, origin.getBytes(UTF_8));
    letter.headers().add(DeadLetterHeaders.PARTITION, "0".getBytes(UTF_8));
    letter.headers().add(DeadLetterHeaders.OFFSET, Long.toString(at.offset()).getBytes(UTF_8));
    letter.headers().add(DeadLetterHeaders.REASON, "UNKNOWN_SCHEMA".getBytes(UTF_8));
    producer.send(letter).get();
  }

  private void expireBefore(long offset) throws Exception {
    admin
        .deleteRecords(Map.of(new TopicPartition(origin, 0), RecordsToDelete.beforeOffset(offset)))
        .all()
        .get();
  }

  /** Values of the listings topic, by key and in order. */
  private List<String> values(String key) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (CommittedRecords topic =
        CommittedRecords.of(client(), List.of(origin), Duration.ofMillis(50))) {
      topic.drain(records::add);
    }
    return records.stream()
        .filter(record -> new String(record.key(), UTF_8).equals(key))
        .map(ConsumerRecord::value)
        .map(value -> value == null ? null : new String(value, UTF_8))
        .toList();
  }

  private byte[] attributes(EventSerdes serdes, long updatedAt) {
    return serdes
        .serde(ListingAttributes.class)
        .serializer()
        .serialize(
            answers,
            new ListingAttributes(
                "A",
                Instant.ofEpochMilli(updatedAt),
                List.of(),
                new Modalities(ModalityUse.MISSING, ModalityUse.MISSING, null),
                new ListingNoise(0.0, 0.0, 0.0),
                new ModelStamp("", "", ""),
                Instant.EPOCH,
                "",
                false));
  }

  private static KafkaProducer<byte[], byte[]> transactional() {
    KafkaProducer<byte[], byte[]> other =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                broker.bootstrap(),
                "transactional.id",
                UUID.randomUUID().toString()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    other.initTransactions();
    return other;
  }

  private static void create(String topic) throws Exception {
    admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
  }

  private static Map<String, Object> client() {
    return Map.of("bootstrap.servers", broker.bootstrap());
  }
}
