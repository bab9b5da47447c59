package io.cmaclip.it.exactlyonce;

import static io.cmaclip.it.exactlyonce.NumberedListings.listing;
import static io.cmaclip.it.exactlyonce.NumberedListings.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.cmaclip.batching.InFlightLimits;
import io.cmaclip.events.ProductListing;
import io.cmaclip.fixtures.FakePredictor;
import io.cmaclip.streams.quarantine.DeadLetterHeaders;
import io.cmaclip.streams.service.Guarantee;
import io.cmaclip.streams.topics.RecordSize;
import io.cmaclip.streams.topics.TopicNames;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Records that would cause a crash loop; TopologyTestDriver does not reproduce these cases. */
@Timeout(240)
class HostileRecordsTest {
  private static final String LISTINGS = TopicNames.DEFAULT.listings();
  private static final int MAX_MESSAGE_BYTES = 1_048_588;

  @TempDir Path folder;
  private final List<String> fatal = new CopyOnWriteArrayList<>();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger failures =
      (Logger) LoggerFactory.getLogger("io.cmaclip.streams.service.ThreadFailures");

  @BeforeEach
  void listen() {
    log.start();
    failures.addAppender(log);
    failures.setLevel(Level.WARN);
  }

  @AfterEach
  void stopListening() {
    failures.detachAppender(log);
  }

  @Test
  void answersOrDeadLettersEveryRecordAndKeepsRunning() throws Exception {
    sendHostileRecords(BrokerKind.EMBEDDED);
  }

  @Test
  @Tag("containers")
  @Timeout(600)
  void answersOrDeadLettersEveryRecordOfABrokerInAContainer() throws Exception {
    sendHostileRecords(BrokerKind.CONTAINER);
  }

  private void sendHostileRecords(BrokerKind broker) throws Exception {
    try (TestCluster cluster = new TestCluster(broker, folder, FakeService.MAX_INLINE);
        NumberedListings listings = new NumberedListings(cluster)) {
      int letters = sendUndecodable(listings);
      int answers = sendAnswerable(listings);
      listings.flush();
      try (FakeService fake = service(cluster);
          Answers attributes = Answers.records(cluster, TopicNames.DEFAULT.attributes());
          Answers deadLetters = Answers.records(cluster, TopicNames.DEFAULT.deadLetter());
          Answers review = Answers.records(cluster, TopicNames.DEFAULT.review())) {
        assertThat(fake.service.awaitReady(Answers.PATIENCE)).as("ready").isTrue();
        var answered = attributes.awaitRecords(answers, Answers.PATIENCE);
        var aside = deadLetters.awaitRecords(letters, Answers.PATIENCE);
        assertThat(answered).as("answers").hasSize(answers);
        assertThat(aside).as("dead letters").hasSize(letters);
        checkDeadLetters(aside);
        checkAnswers(answered);
        assertThat(review.awaitRecords(1, Answers.PATIENCE)).as("reviews").hasSize(1);
        assertThat(fake.service.bytesInFlight()).isZero();
      }
      assertThat(log.list).as("failed stream threads").isEmpty();
      assertThat(fatal).isEmpty();
    }
  }

  private static int sendUndecodable(NumberedListings listings) {
    byte[] good = listings.bytes(listing("7", 1));
    listings.send(new ProducerRecord<>(LISTINGS, 0, null, good));
    listings.send(new ProducerRecord<>(LISTINGS, 1, null, null));
    listings.send("8", good);
    listings.send("7", new byte[0]);
    listings.send("7", new byte[] {0, 0, 0, 0, 1});
    listings.send("7", filledTo(utf8("7"), MAX_MESSAGE_BYTES));
    listings.send(new RecordWithoutTimestamp(LISTINGS, utf8("9"), utf8("not Avro")));
    return 7;
  }

  private static int sendAnswerable(NumberedListings listings) {
    int answers = 0;
    byte[] withoutTime = listings.bytes(listing("minus", 1));
    listings.send(new RecordWithoutTimestamp(LISTINGS, utf8("minus"), withoutTime));
    answers++;
    listings.send(
        new ProducerRecord<>(LISTINGS, null, 1L, utf8("old"), listings.bytes(listing("old", 1))));
    answers++;
    listings.send("large", listings.bytes(listing("large", 1, new byte[MAX_MESSAGE_BYTES - 400])));
    answers++;
    ProductListing reviewed = listing("reviewed", 1, new byte[MAX_MESSAGE_BYTES - 400]);
    reviewed.setDeclaredAttributes(Map.of("colour", "red"));
    listings.send("reviewed", listings.bytes(reviewed));
    answers++;
    byte[] light = listings.bytes(listing("heavy", 1));
    ProducerRecord<byte[], byte[]> heavy = new ProducerRecord<>(LISTINGS, utf8("heavy"), light);
    heavy.headers().add("baggage", new byte[0]);
    long room = MAX_MESSAGE_BYTES - RecordSize.upperBound(heavy.key(), light, heavy.headers());
    heavy.headers().remove("baggage").add("baggage", new byte[(int) room]);
    listings.send(heavy);
    answers++;
    listings.send("gone", listings.bytes(listing("gone", 1)));
    listings.send("gone", null);
    answers += 2;
    listings.send(0, 2 * TestCluster.PARTITIONS);
    return answers + 2 * TestCluster.PARTITIONS;
  }

  private static void checkDeadLetters(List<ConsumerRecord<byte[], byte[]>> aside) {
    assertThat(aside.stream().map(letter -> header(letter, DeadLetterHeaders.REASON)))
        .containsExactlyInAnyOrder(
            "KEY_MISSING",
            "KEY_MISSING",
            "KEY_MISMATCH",
            "UNDECODABLE",
            "UNDECODABLE",
            "UNDECODABLE",
            "UNDECODABLE");
    assertThat(aside).allMatch(letter -> letter.timestamp() > 0);
    assertThat(aside).filteredOn(letter -> letter.key() == null).hasSize(2);
    byte[] largest = filledTo(utf8("7"), MAX_MESSAGE_BYTES);
    assertThat(aside)
        .as("the dead letter at the size limit is complete")
        .anyMatch(letter -> Arrays.equals(letter.value(), largest));
    assertThat(aside)
        .noneMatch(letter -> letter.headers().lastHeader(DeadLetterHeaders.VALUE_CUT) != null);
  }

  private static void checkAnswers(List<ConsumerRecord<byte[], byte[]>> answered) {
    Map<String, List<ConsumerRecord<byte[], byte[]>>> byKey =
        answered.stream()
            .collect(
                Collectors.groupingBy(answer -> new String(answer.key(), StandardCharsets.UTF_8)));
    assertThat(byKey.get("minus").get(0).timestamp()).isPositive();
    assertThat(byKey.get("old").get(0).timestamp()).isEqualTo(1);
    assertThat(byKey).containsKeys("large", "reviewed");
    assertThat(header(byKey.get("heavy").get(0), DeadLetterHeaders.HEADERS_DROPPED))
        .as("the answer is longer than the listing, so the headers do not fit into its record")
        .isEqualTo("1");
    List<ConsumerRecord<byte[], byte[]>> gone = new ArrayList<>(byKey.get("gone"));
    assertThat(gone.get(0).value()).isNotNull();
    assertThat(gone.get(1).value()).as("the deletion comes last").isNull();
  }

  /** Bytes that are not Avro; the record has exactly the maximum size. */
  private static byte[] filledTo(byte[] key, int limit) {
    byte[] value = new byte[(int) (limit - RecordSize.upperBound(key, 0, new RecordHeaders()))];
    Arrays.fill(value, (byte) 0xAB);
    return value;
  }

  private FakeService service(TestCluster cluster) {
    return new FakeService(
        cluster.bootstrap(),
        cluster.registryUrl(),
        Guarantee.EXACTLY_ONCE_V2,
        new FakePredictor(),
        InFlightLimits.DEFAULT,
        Map.of(),
        (what, cause) -> fatal.add(what + ": " + cause));
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    var header = record.headers().lastHeader(name);
    return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
  }
}
