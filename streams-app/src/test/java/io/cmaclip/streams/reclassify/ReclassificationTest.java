package io.cmaclip.streams.reclassify;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.embedded.broker.LocalCluster;
import io.cmaclip.events.LabelSource;
import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ListingNoise;
import io.cmaclip.events.Modalities;
import io.cmaclip.events.ModalityUse;
import io.cmaclip.events.ModelStamp;
import io.cmaclip.events.TaskAttribute;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.topics.CommittedRecords;
import io.cmaclip.streams.topics.TopicNames;
import io.cmaclip.streams.topics.TopicSettings;
import io.cmaclip.streams.topics.TopicSetup;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ReclassificationTest {
  private static final String TOPIC = "listings-reclassify";
  private static final TopicNames TOPICS = TopicNames.DEFAULT;

  private final AtomicLong found = new AtomicLong(-1);
  private final AtomicLong sent = new AtomicLong();
  private LocalCluster cluster;
  private Map<String, Object> client;
  private EventSerdes serdes;

  @BeforeEach
  void open() throws Exception {
    cluster = LocalCluster.start();
    client = Map.of("bootstrap.servers", cluster.settings().get("kafka.bootstrap.servers"));
    serdes =
        EventSerdes.create(
            Map.of("schema.registry.url", cluster.settings().get("schema.registry.url")));
    try (Admin admin = Admin.create(client);
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
      TopicSetup setup = new TopicSetup(admin, TOPICS, new TopicSettings(2, 1, true));
      setup.prepare(0);
      setup.prepareReclassify(TOPIC);
      // Keys a to d: old and new model, low confidence, deleted listing.
      for (String key : List.of("a", "b", "c", "d", "gone")) {
        send(producer, listing(key, "first " + key));
        send(producer, listing(key, "last " + key));
      }
      send(producer, new ProducerRecord<>(TOPICS.listings(), 0, utf8("gone"), null));
      send(producer, answer("a", "old", 0.9));
      send(producer, answer("b", "old", 0.9));
      send(producer, answer("b", "new", 0.9));
      send(producer, answer("c", "new", 0.2));
      send(producer, answer("d", "old", 0.9));
      send(producer, new ProducerRecord<>(TOPICS.attributes(), 0, utf8("d"), null));
      send(producer, answer("gone", "old", 0.9));
      producer.flush();
    }
  }

  @AfterEach
  void close() {
    serdes.close();
    cluster.close();
  }

  @Test
  void sendsTheLastListingOfEachKeyWithAnAnswerOfAnotherModel() throws Exception {
    ReclassifyReport report = run(new Selection.OtherModel("new"), false);
    assertThat(report).isEqualTo(new ReclassifyReport(4, 2, 1, 1, true));
    List<ConsumerRecord<byte[], byte[]>> copies = copies();
    assertThat(copies).hasSize(1);
    assertThat(copies.get(0).key()).isEqualTo(utf8("a"));
    assertThat(copies.get(0).value()).isEqualTo(utf8("last a"));
    assertThat(copies.get(0).partition()).isZero();
    assertThat(SourceOffset.of(copies.get(0).headers())).hasValue(1);
    assertThat(found).hasValue(1);
    assertThat(sent).hasValue(1);
  }

  @Test
  void selectsByConfidenceAndByKey() throws Exception {
    assertThat(run(new Selection.LowConfidence("colour", 0.5), true).selected()).isEqualTo(1);
    assertThat(run(new Selection.LowConfidence("size", 0.5), true).selected()).isEqualTo(4);
    assertThat(run(new Selection.Keys(Set.of(ByteBuffer.wrap(utf8("c")))), false).sent())
        .isEqualTo(1);
    assertThat(copies()).extracting(copy -> text(copy.value())).containsExactly("last c");
  }

  @Test
  void aDryRunSendsNothing() throws Exception {
    ReclassifyReport report = run(new Selection.OtherModel("new"), true);
    assertThat(report).isEqualTo(new ReclassifyReport(4, 2, 1, 0, true));
    assertThat(copies()).isEmpty();
  }

  private ReclassifyReport run(Selection selection, boolean dryRun) throws Exception {
    return new Reclassification(
            new ReclassifyRequest(
                TOPICS, TOPIC, selection, Double.POSITIVE_INFINITY, false, dryRun),
            serdes.serde(ListingAttributes.class).deserializer(),
            client,
            client,
            () -> false)
        .run(
            new Reclassification.Progress() {
              @Override
              public void found(long listings) {
                found.set(listings);
              }

              @Override
              public void sent(long listings) {
                sent.addAndGet(listings);
              }
            });
  }

  private List<ConsumerRecord<byte[], byte[]>> copies() {
    List<ConsumerRecord<byte[], byte[]>> copies = new ArrayList<>();
    try (CommittedRecords records =
        CommittedRecords.of(client, List.of(TOPIC), Duration.ofMillis(20))) {
      records.drain(copies::add);
    }
    return copies;
  }

  private static ProducerRecord<byte[], byte[]> listing(String key, String value) {
    return new ProducerRecord<>(TOPICS.listings(), 0, utf8(key), utf8(value));
  }

  private ProducerRecord<byte[], byte[]> answer(String key, String model, double confidence) {
    ListingAttributes answer =
        new ListingAttributes(
            key,
            Instant.EPOCH,
            List.of(
                new TaskAttribute(
                    "colour",
                    "red",
                    confidence,
                    true,
                    0.0,
                    1.0,
                    List.of(),
                    LabelSource.MODEL,
                    null)),
            new Modalities(ModalityUse.MISSING, ModalityUse.USED, null),
            new ListingNoise(0.0, 0.0, 0.0),
            new ModelStamp("model", "1", model),
            Instant.EPOCH,
            "",
            false);
    byte[] value =
        serdes.serde(ListingAttributes.class).serializer().serialize(TOPICS.attributes(), answer);
    return new ProducerRecord<>(TOPICS.attributes(), 0, utf8(key), value);
  }

  private static void send(
      KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
    Future<RecordMetadata> unused = producer.send(record);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
