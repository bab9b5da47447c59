package io.cmaclip.streams.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cmaclip.embedded.broker.LocalCluster;
import io.cmaclip.fixtures.CommittedTopic;
import io.cmaclip.fixtures.FakePredictor;
import io.cmaclip.fixtures.FakePreparer;
import io.cmaclip.model.listings.Listing;
import io.cmaclip.model.review.ReviewCode;
import io.cmaclip.model.review.ReviewReason;
import io.cmaclip.schemas.serde.EventDeserializer;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.schemas.serde.SchemaRejectedException;
import io.cmaclip.streams.config.ConfigSource;
import io.cmaclip.streams.config.ServiceConfig;
import io.cmaclip.streams.config.ServiceSettingsReader;
import io.cmaclip.streams.models.ServingModel;
import io.cmaclip.streams.output.Outputs;
import io.cmaclip.streams.produce.ListingProducer;
import io.cmaclip.streams.review.Review;
import io.cmaclip.streams.topics.ClusterDoor;
import io.cmaclip.streams.topics.TopicSetup;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The service with flat outputs on a real broker. */
@Timeout(120)
class FlatOutputTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Kafka Connect's JSON of a struct key, and a key in Confluent's wire format. */
  private static final byte[] STRUCT_KEY =
      ("{\"schema\":{\"type\":\"struct\",\"fields\":[{\"type\":\"string\",\"optional\":false,"
              + "\"field\":\"id\"}],\"optional\":false},\"payload\":{\"id\":\"P-1\"}}")
          .getBytes(UTF_8);

  private static final byte[] AVRO_KEY = {0, 0, 0, 0, 7, 4, 'P', '1'};

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

  @Test
  void jsonRowsKeepTheirKeysAndDeletionsAreTombstonesUnderEveryKindOfKey() throws Exception {
    prepare("json");
    try (EventSerdes serdes = EventSerdes.create(config.serdeProperties());
        ClassificationService service = open(serdes, "colour")) {
      service.start();
      send(serdes, "P-1".getBytes(UTF_8), "red dress");
      List<byte[]> deleted = List.of("P-1".getBytes(UTF_8), STRUCT_KEY, AVRO_KEY);
      for (byte[] key : deleted) {
        send(key, null);
      }
      List<ConsumerRecord<byte[], byte[]>> rows = attributes(4);
      assertThat(rows.get(0).key()).isEqualTo("P-1".getBytes(UTF_8));
      JsonNode row = new ObjectMapper().readTree(rows.get(0).value()).path("payload");
      assertThat(row.path("listing_id").asText()).isEqualTo("P-1");
      assertThat(row.path("colour").asText()).startsWith("label-");
      assertThat(row.path("colour_confidence").asDouble()).isEqualTo(0.9);
      List<ConsumerRecord<byte[], byte[]>> tombstones = rows.subList(1, rows.size());
      assertThat(tombstones).extracting(ConsumerRecord::key).containsExactlyElementsOf(deleted);
      assertThat(tombstones).extracting(ConsumerRecord::value).containsOnlyNulls();
      assertThat(fatal).isEmpty();
    }
  }

  @Test
  void aHotSwapAddsTheColumnsOfItsTasksAndReviewItemsAreFlatToo() throws Exception {
    prepare("avro");
    try (EventSerdes serdes = EventSerdes.create(config.serdeProperties());
        ClassificationService service = open(serdes, "colour")) {
      service.start();
      send(serdes, "P-1".getBytes(UTF_8), "red dress");
      assertThat(row(attributes(1).get(0)).hasField("fit")).isFalse();
      service.swapTo(model("colour", "fit"), PATIENCE);
      send(serdes, "P-1".getBytes(UTF_8), "red dress");
      GenericRecord row = row(attributes(2).get(1));
      assertThat(row.get("colour_accepted")).isEqualTo(true);
      assertThat(row.hasField("fit")).isTrue();
      List<ConsumerRecord<byte[], byte[]>> items =
          CommittedTopic.read(
              config.consumerProperties(), reader.topicNames().review(), 2, PATIENCE);
      assertThat(row(items.get(1)).get("colour_reasons")).hasToString("LOW_CONFIDENCE");
      assertThat(row(items.get(1)).get("listing_title")).hasToString("red dress");
    }
  }

  @Test
  void aModelWhoseColumnsAreNotRegisteredIsNotSwappedIn() throws Exception {
    prepare("avro");
    try (EventSerdes serdes = EventSerdes.create(config.serdeProperties());
        ClassificationService service = open(serdes, "colour")) {
      assertThat(service.model()).isEqualTo(FakePredictor.MODEL);
      send(serdes, "P-1".getBytes(UTF_8), "registers the schema of listings");
    }
    prepareAgain("auto.register.schemas", "false");
    try (EventSerdes serdes = EventSerdes.create(config.serdeProperties());
        ClassificationService service = open(serdes, "colour")) {
      service.start();
      FakePredictor next = new FakePredictor();
      assertThatThrownBy(() -> service.swapTo(model(next, "colour", "fit"), PATIENCE))
          .isInstanceOf(SchemaRejectedException.class);
      assertThat(next.isClosed()).isTrue();
      send(serdes, "P-1".getBytes(UTF_8), "red dress");
      assertThat(attributes(2)).hasSize(2);
      assertThat(fatal).isEmpty();
    }
  }

  private void prepare(String format) throws Exception {
    count++;
    Map<String, String> all = new TreeMap<>(cluster.settings());
    all.put("application.id", "flat-" + count);
    for (String topic : List.of("listings", "attributes", "review", "dead-letter", "suspects")) {
      all.put("topics." + topic, "flat-" + count + "-" + topic);
    }
    all.put("topics.partitions", "1");
    all.put("threads", "1");
    for (String output : List.of("attributes", "review")) {
      all.put(output + ".format", format);
      all.put(output + ".shape", "flat");
    }
    config = ServiceConfig.of(List.of(ConfigSource.flags(all)));
    reader = new ServiceSettingsReader(config);
    try (Admin admin = ClusterDoor.open(config.clientProperties())) {
      new TopicSetup(admin, reader.topicNames(), reader.topics()).prepare(0);
    }
  }

  private void prepareAgain(String key, String value) {
    config = config.with(ConfigSource.flags(Map.of(key, value)));
    reader = new ServiceSettingsReader(config);
  }

  private ClassificationService open(EventSerdes serdes, String... tasks) {
    return ClassificationService.builder(
            reader.service(), model(tasks), serdes, (what, cause) -> fatal.add(what))
        .outputs(new Outputs(reader.outputs(), reader.topicNames(), serdes))
        .open();
  }

  private static ServingModel model(String... tasks) {
    return model(new FakePredictor(), tasks);
  }

  private static ServingModel model(FakePredictor predictor, String... tasks) {
    return new ServingModel(
            List.of(predictor),
            new FakePreparer()::prepare,
            1000,
            (prediction, image, text, declared) ->
                new Review(
                    prediction,
                    List.of(new ReviewReason(ReviewCode.LOW_CONFIDENCE, "colour", "0.4")),
                    1))
        .withClasses(
            Stream.of(tasks).collect(Collectors.toMap(task -> task, task -> List.<String>of())));
  }

  private void send(EventSerdes serdes, byte[] key, String title) throws Exception {
    try (ListingProducer listings =
        new ListingProducer(
            config.producerProperties(),
            serdes,
            reader.topicNames().listings(),
            InstantSource.system())) {
      send(key, listings.bytes(new Listing("P-1", title, null, null, Map.of())));
    }
  }

  private void send(byte[] key, byte[] value) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            config.producerProperties(), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(reader.topicNames().listings(), 0, key, value)).get();
    }
  }

  private List<ConsumerRecord<byte[], byte[]>> attributes(int atLeast) {
    return new ArrayList<>(
        CommittedTopic.read(
            config.consumerProperties(), reader.topicNames().attributes(), atLeast, PATIENCE));
  }

  private GenericRecord row(ConsumerRecord<byte[], byte[]> record) {
    try (EventDeserializer<GenericRecord> deserializer = new EventDeserializer<>()) {
      deserializer.configure(config.serdeProperties(), false);
      return deserializer.deserialize(record.topic(), record.headers(), record.value());
    }
  }
}
