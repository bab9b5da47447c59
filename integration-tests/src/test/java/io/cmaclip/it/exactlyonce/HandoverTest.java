package io.cmaclip.it.exactlyonce;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.events.ListingAttributes;
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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Graceful shutdown of one of two instances while both are processing. */
@Timeout(300)
class HandoverTest {
  private static final int LISTINGS = 10_000;
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final int ENDED_BY_SIGTERM = 143;

  private static final Duration LONGEST_END = Duration.ofSeconds(10);

  /** Below the session timeout of 45 s, which applies to a member that does not leave the group. */
  private static final Duration LONGEST_TAKEOVER = Duration.ofSeconds(40);

  @TempDir Path folder;

  @Test
  void sigtermHandsPartitionsOverAtOnceWithoutLossOrDuplicates() throws Exception {
    Path bundle = ShippedBundle.find("garments");
    int port = FreePort.find();
    try (TestCluster cluster = new TestCluster(folder, FakeService.MAX_INLINE);
        NumberedListings listings = new NumberedListings(cluster);
        Answers answers = Answers.numbered(cluster);
        Answers records = Answers.records(cluster, TopicNames.DEFAULT.attributes());
        JavaProcess first =
            ServiceProcess.serve(
                cluster, bundle, Map.of("operations.port", Integer.toString(port)));
        JavaProcess second =
            ServiceProcess.serve(cluster, bundle, Map.of("operations.port", "off"))) {
      first.awaitReady();
      second.awaitReady();
      listings.send(0, LISTINGS);
      assertThat(answers.awaitAnswered(LISTINGS / 5, TIMEOUT)).isTrue();
      assertThat(inFlight(port)).as("in flight at SIGTERM").isPositive();
      Instant told = Instant.now();
      first.terminate();
      assertThat(first.awaitEnd(TIMEOUT)).isEqualTo(ENDED_BY_SIGTERM);
      Duration end = Duration.between(told, Instant.now());
      assertThat(end).isLessThan(LONGEST_END);

      answers.awaitAnswered(LISTINGS, TIMEOUT);
      answers.awaitQuiet();
      assertThat(answers.answered()).as("answered").isEqualTo(LISTINGS);
      assertThat(answers.duplicated()).as("duplicated").isZero();
      assertThat(answers.outOfOrder()).as("out of order").isZero();
      Duration takeover = longestPause(cluster, records.awaitRecords(LISTINGS, TIMEOUT), told);
      System.out.println(
          "ended after " + end.toMillis() + " ms, takeover " + takeover.toMillis() + " ms");
      assertThat(takeover).isLessThan(LONGEST_TAKEOVER);
    }
  }

  private static double inFlight(int port) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")).build(),
            BodyHandlers.ofString())
        .body()
        .lines()
        .filter(line -> line.startsWith("cmaclip_inflight_listings "))
        .mapToDouble(line -> Double.parseDouble(line.split(" ")[1]))
        .findFirst()
        .orElseThrow();
  }

  /** Longest time without an answer on any partition since the given moment. */
  private static Duration longestPause(
      TestCluster cluster, List<ConsumerRecord<byte[], byte[]>> records, Instant from) {
    Map<Integer, TreeSet<Instant>> times = new TreeMap<>();
    try (EventSerdes serdes = cluster.serdes()) {
      Deserializer<ListingAttributes> deserializer =
          serdes.serde(ListingAttributes.class).deserializer();
      for (ConsumerRecord<byte[], byte[]> record : records) {
        times
            .computeIfAbsent(record.partition(), partition -> new TreeSet<>())
            .add(deserializer.deserialize(record.topic(), record.value()).getProcessedAt());
      }
    }
    Duration longest = Duration.ZERO;
    for (TreeSet<Instant> ofPartition : times.values()) {
      Instant before = from;
      for (Instant answered : ofPartition.tailSet(from)) {
        Duration pause = Duration.between(before, answered);
        longest = pause.compareTo(longest) > 0 ? pause : longest;
        before = answered;
      }
    }
    return longest;
  }
}
