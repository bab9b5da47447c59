package io.cmaclip.lab.catalogue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.cmaclip.embedded.broker.LocalCluster;
import io.cmaclip.fixtures.FakePreparer;
import io.cmaclip.lab.chaos.FreePorts;
import io.cmaclip.model.listings.Listing;
import io.cmaclip.model.review.ReviewCode;
import io.cmaclip.model.review.ReviewReason;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.config.ConfigSource;
import io.cmaclip.streams.config.ServiceConfig;
import io.cmaclip.streams.config.ServiceSettingsReader;
import io.cmaclip.streams.models.ServingModel;
import io.cmaclip.streams.output.Outputs;
import io.cmaclip.streams.produce.ListingProducer;
import io.cmaclip.streams.review.Review;
import io.cmaclip.streams.service.ClassificationService;
import io.cmaclip.streams.topics.ClusterDoor;
import io.cmaclip.streams.topics.TopicSetup;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The flat JSON outputs stop no task of Debezium's JDBC sink: odd values, tombstones and columns
 * that a hot swap adds. Runs where PostgreSQL and the jars of {@code lab/connect/install.sh} are.
 */
@Tag("slow")
@Timeout(300)
class JdbcSinkTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir Path folder;
  private final List<String> fatal = new CopyOnWriteArrayList<>();

  @Test
  void writesOddValuesDeletionsAndNewColumnsIntoTables() throws Exception {
    assumeThat(PostgresServer.installed()).as("apt-get install postgresql").isPresent();
    assumeThat(ConnectJars.installed()).as("lab/connect/install.sh").isPresent();
    List<Integer> ports = FreePorts.find(2);
    try (LocalCluster cluster = LocalCluster.start();
        PostgresServer postgres =
            PostgresServer.start(PostgresServer.installed().orElseThrow(), ports.get(0));
        ConnectWorker connect =
            ConnectWorker.start(
                ConnectJars.installed().orElseThrow(),
                folder,
                ports.get(1),
                cluster.settings().get("kafka.bootstrap.servers"))) {
      ServiceConfig config = config(cluster);
      ServiceSettingsReader reader = new ServiceSettingsReader(config);
      try (Admin admin = ClusterDoor.open(config.clientProperties())) {
        new TopicSetup(admin, reader.topicNames(), reader.topics()).prepare(0);
      }
      postgres.execute("postgres", "create database shop");
      connect.put("answers", Connectors.sinkOfPlainKeys(postgres, "shop", "product_attributes"));
      connect.put("items", Connectors.sinkOfPlainKeys(postgres, "shop", "product_review"));
      try (EventSerdes serdes = EventSerdes.create(config.serdeProperties());
          ListingProducer producer =
              new ListingProducer(
                  config.producerProperties(),
                  serdes,
                  reader.topicNames().listings(),
                  InstantSource.system());
          ClassificationService service =
              ClassificationService.builder(
                      reader.service(),
                      model("colour"),
                      serdes,
                      (what, cause) -> fatal.add(what + ": " + cause))
                  .outputs(new Outputs(reader.outputs(), reader.topicNames(), serdes))
                  .open()) {
        service.start();
        for (String id : List.of("P-1", "P-2", "P-3")) {
          send(producer, id, "a\u0000b");
        }
        // A tombstone of a row, and of a row that the table never had.
        producer.sendRaw("P-2".getBytes(UTF_8), null, (metadata, failure) -> {}).get();
        producer.sendRaw("P-9".getBytes(UTF_8), null, (metadata, failure) -> {}).get();
        awaitRows(
            postgres,
            "select listing_id, colour, colour_confidence, colour_accepted, noise_mismatch,"
                + " noise_image, noise_text from product_attributes order by 1",
            List.of("P-1|r\uFFFDd\uFFFD||t|||0.5", "P-3|r\uFFFDd\uFFFD||t|||0.5"));
        service.swapTo(model("colour", "order"), PATIENCE);
        send(producer, "P-3", "new");
        awaitRows(
            postgres,
            "select listing_id, \"order\", order_accepted from product_attributes order by 1",
            List.of("P-1||", "P-3|r\uFFFDd\uFFFD|t"));
        awaitRows(
            postgres,
            "select listing_id, listing_title, review_reasons, order_reasons from product_review"
                + " order by 1",
            List.of(
                "P-1|a\uFFFDb|LOW_CONFIDENCE|",
                "P-2|a\uFFFDb|LOW_CONFIDENCE|",
                "P-3|new|LOW_CONFIDENCE|"));
        assertThat(connect.failure("answers")).isEmpty();
        assertThat(connect.isRunning("answers")).isTrue();
        assertThat(connect.isRunning("items")).isTrue();
        assertThat(fatal).isEmpty();
      }
    }
  }

  private static ServiceConfig config(LocalCluster cluster) {
    Map<String, String> all = new TreeMap<>(cluster.settings());
    all.put("application.id", "sink");
    all.put("topics.attributes", "product_attributes");
    all.put("topics.review", "product_review");
    all.put("topics.partitions", "1");
    all.put("threads", "1");
    for (String output : List.of("attributes", "review")) {
      all.put(output + ".format", "json");
      all.put(output + ".shape", "flat");
    }
    return ServiceConfig.of(List.of(ConfigSource.flags(all)));
  }

  private static ServingModel model(String... tasks) {
    return new ServingModel(
            List.of(new OddPredictor(List.of(tasks))),
            new FakePreparer()::prepare,
            1000,
            (prediction, image, text, declared) ->
                new Review(
                    prediction,
                    List.of(new ReviewReason(ReviewCode.LOW_CONFIDENCE, "colour", "0\u00004")),
                    Double.NaN))
        .withClasses(
            Stream.of(tasks).collect(Collectors.toMap(task -> task, task -> List.<String>of())));
  }

  private static void send(ListingProducer producer, String id, String title) throws Exception {
    producer.send(new Listing(id, title, null, null, Map.of()), (metadata, failure) -> {}).get();
  }

  private static void awaitRows(PostgresServer postgres, String query, List<String> expected) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(300))
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(postgres.rows("shop", query)).isEqualTo(expected));
  }
}
