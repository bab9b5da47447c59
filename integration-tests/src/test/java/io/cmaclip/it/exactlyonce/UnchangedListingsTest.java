package io.cmaclip.it.exactlyonce;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ProductListing;
import io.cmaclip.fixtures.FreePort;
import io.cmaclip.fixtures.JavaProcess;
import io.cmaclip.fixtures.ShippedBundle;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.topics.TopicNames;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The answer store of {@code unchanged = repeat} when processes are killed and started again. */
@Timeout(300)
class UnchangedListingsTest {
  private static final int LISTINGS = 6_000;

  /** Each title comes this many times in a row under its key. */
  private static final int VERSIONS = 5;

  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  @TempDir Path folder;

  @Test
  void killedProcessesLoseNoAnswerAndRepeatTheRightOnes() throws Exception {
    Path bundle = ShippedBundle.find("garments");
    int port = FreePort.find();
    try (TestCluster cluster = new TestCluster(folder, FakeService.MAX_INLINE);
        NumberedListings listings = new NumberedListings(cluster);
        Answers answers = Answers.numbered(cluster);
        Answers records = Answers.records(cluster, TopicNames.DEFAULT.attributes());
        JavaProcess first = ServiceProcess.serve(cluster, bundle, settings("first", "off"));
        JavaProcess second =
            ServiceProcess.serve(cluster, bundle, settings("second", Integer.toString(port)))) {
      first.awaitReady();
      second.awaitReady();
      // So that each partition has answers to restore, also when one process is slow.
      send(listings, 0, LISTINGS / 4);
      assertThat(answers.awaitAnswered(LISTINGS / 4, TIMEOUT)).isTrue();
      send(listings, LISTINGS / 4, LISTINGS / 2);
      assertThat(answers.awaitAnswered(LISTINGS / 4 + LISTINGS / 20, TIMEOUT)).isTrue();
      first.kill();
      answers.awaitAnswered(LISTINGS / 2, TIMEOUT);
      try (JavaProcess again = ServiceProcess.serve(cluster, bundle, settings("first", "off"))) {
        again.awaitReady();
        send(listings, LISTINGS / 2, LISTINGS);
        answers.awaitAnswered(LISTINGS, TIMEOUT);
        answers.awaitQuiet();
        assertThat(answers.answered()).as("answered").isEqualTo(LISTINGS);
        assertThat(answers.duplicated()).as("duplicated").isZero();
        assertThat(answers.outOfOrder()).as("out of order").isZero();
        assertThat(meter(port, "cmaclip_answers_restored_total")).as("restored").isPositive();
        double repeated = meter(port, "cmaclip_unchanged_total{result=\"repeated\"}");
        double classified = meter(port, "cmaclip_unchanged_total{result=\"classified\"}");
        assertThat(repeated).as("repeated, classified " + classified).isGreaterThan(classified);
        assertEveryTitleHasItsAnswer(cluster, records.awaitRecords(LISTINGS, TIMEOUT));
      }
    }
  }

  /** Compares the repeated answers with those of other keys to the same title. */
  private static void assertEveryTitleHasItsAnswer(
      TestCluster cluster, List<ConsumerRecord<byte[], byte[]>> records) {
    Map<String, String> labels = new HashMap<>();
    try (EventSerdes serdes = cluster.serdes()) {
      Deserializer<ListingAttributes> deserializer =
          serdes.serde(ListingAttributes.class).deserializer();
      for (ConsumerRecord<byte[], byte[]> record : records) {
        ListingAttributes answer = deserializer.deserialize(record.topic(), record.value());
        String title = title((int) answer.getListingUpdatedAt().toEpochMilli());
        String found =
            answer.getAttributes().stream()
                .map(task -> task.getTask() + "=" + task.getLabel())
                .toList()
                .toString();
        assertThat(labels.computeIfAbsent(title, first -> found)).as(title).isEqualTo(found);
      }
    }
    assertThat(labels.values()).as("answers of all titles").doesNotContain("[]");
    assertThat(labels.values().stream().distinct().count()).as("different answers").isPositive();
  }

  private static void send(NumberedListings listings, int from, int to) {
    for (int number = from; number < to; number++) {
      ProductListing listing = NumberedListings.listing(NumberedListings.key(number), number);
      listing.setTitle(title(number));
      listing.setUpdatedAt(Instant.ofEpochMilli(number));
      listings.send(listing.getListingId(), listings.bytes(listing));
    }
    listings.flush();
  }

  private static String title(int number) {
    List<String> garments = List.of("red dress", "blue striped shirt", "green dotted trousers");
    return garments.get(number / NumberedListings.KEYS / VERSIONS % garments.size());
  }

  private Map<String, String> settings(String name, String port) {
    return Map.of(
        "unchanged", "repeat",
        "operations.port", port,
        "kafka.state.dir", folder.resolve("state-" + name).toString(),
        "kafka.consumer.session.timeout.ms", "6000",
        "kafka.consumer.heartbeat.interval.ms", "1000",
        "kafka.producer.transaction.timeout.ms", "6000");
  }

  private static double meter(int port, String series) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")).build(),
            BodyHandlers.ofString())
        .body()
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
        .findFirst()
        .orElseThrow();
  }
}
