package io.cmaclip.streams.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cmaclip.embedded.broker.LocalCluster;
import io.cmaclip.fixtures.CommittedTopic;
import io.cmaclip.fixtures.FakePredictor;
import io.cmaclip.fixtures.FakePreparer;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.listings.Listing;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.config.ConfigSource;
import io.cmaclip.streams.config.ServiceConfig;
import io.cmaclip.streams.config.ServiceSettingsReader;
import io.cmaclip.streams.events.InputReaders;
import io.cmaclip.streams.models.ServingModel;
import io.cmaclip.streams.produce.ListingProducer;
import io.cmaclip.streams.review.Review;
import io.cmaclip.streams.topics.ClusterDoor;
import io.cmaclip.streams.topics.TopicSetup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A service that reads two listings topics of different formats. */
@Timeout(180)
class SeveralTopicsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int LISTINGS = 20;

  @TempDir Path folder;

  @Test
  void answersTheListingsOfBothTopicsWithTheirOwnMapping() throws Exception {
    Path mapping = Files.writeString(folder.resolve("feed.yaml"), "{id: sku, title: name}");
    List<String> fatal = new CopyOnWriteArrayList<>();
    try (LocalCluster cluster = LocalCluster.start()) {
      ServiceConfig config =
          config(
              cluster,
              Map.of("listings.format.feed", "json", "listings.mapping.feed", mapping.toString()));
      ServiceSettingsReader settings = new ServiceSettingsReader(config);
      try (Admin admin = ClusterDoor.open(config.clientProperties())) {
        new TopicSetup(admin, settings.topicNames(), settings.topics()).prepare(0);
      }
      try (EventSerdes serdes = EventSerdes.create(config.serdeProperties());
          ListingProducer own =
              new ListingProducer(
                  config.producerProperties(), serdes, "own", InstantSource.system());
          KafkaProducer<byte[], byte[]> feed =
              new KafkaProducer<>(
                  config.producerProperties(),
                  new ByteArraySerializer(),
                  new ByteArraySerializer());
          ClassificationService service =
              ClassificationService.builder(
                      settings.service(),
                      model(),
                      serdes,
                      (what, cause) -> fatal.add(what + ": " + cause))
                  .readers(new InputReaders(settings.inputs()).open(serdes))
                  .open()) {
        service.start();
        for (int i = 0; i < LISTINGS; i++) {
          own.send(
                  new Listing("own-" + i, "dress", null, null, Map.of()), (metadata, failure) -> {})
              .get();
          byte[] event = "{\"sku\": \"feed-%d\", \"name\": \"shirt\"}".formatted(i).getBytes(UTF_8);
          feed.send(new ProducerRecord<>("feed", ("feed-" + i).getBytes(UTF_8), event)).get();
        }
        feed.send(new ProducerRecord<>("feed", "bad".getBytes(UTF_8), "{}".getBytes(UTF_8))).get();

        assertThat(keys(config, settings.topicNames().attributes(), 2 * LISTINGS))
            .hasSize(2 * LISTINGS)
            .doesNotHaveDuplicates()
            .contains("own-0", "feed-0");
        assertThat(keys(config, settings.topicNames().deadLetter(), 1)).containsExactly("bad");
        assertThat(fatal).isEmpty();
      }
    }
  }

  @Test
  void refusesTopicsWithDifferentNumbersOfPartitions() throws Exception {
    try (LocalCluster cluster = LocalCluster.start()) {
      ServiceConfig config = config(cluster, Map.of());
      ServiceSettingsReader settings = new ServiceSettingsReader(config);
      try (Admin admin = ClusterDoor.open(config.clientProperties())) {
        admin.createTopics(List.of(new NewTopic("feed", 5, (short) 1))).all().get();
        TopicSetup setup = new TopicSetup(admin, settings.topicNames(), settings.topics());
        assertThatExceptionOfType(UserException.class)
            .isThrownBy(() -> setup.prepare(0))
            .withMessage("topics.listings = feed: the topic has 5 partitions: must have 2, as own");
      }
    }
  }

  private static ServiceConfig config(LocalCluster cluster, Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(cluster.settings());
    all.put("application.id", "several");
    all.put("topics.listings", "own, feed");
    all.put("topics.partitions", "2");
    all.put("threads", "2");
    all.putAll(more);
    return ServiceConfig.of(List.of(ConfigSource.flags(all)));
  }

  private static ServingModel model() {
    return new ServingModel(
        List.of(new FakePredictor()),
        new FakePreparer()::prepare,
        1000,
        (prediction, image, text, declared) -> new Review(prediction, List.of(), 0));
  }

  private static List<String> keys(ServiceConfig config, String topic, int count) {
    return CommittedTopic.keys(
        Map.of("bootstrap.servers", config.bootstrap()), topic, count, PATIENCE);
  }
}
