package io.cmaclip.streams.quarantine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmaclip.embedded.broker.BrokerSettings;
import io.cmaclip.embedded.broker.EmbeddedBroker;
import io.cmaclip.fixtures.CommittedTopic;
import io.cmaclip.model.errors.UserException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedriveTest {
  private static EmbeddedBroker broker;
  private static Admin admin;

  private String origin;
  private String dead;

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
    dead = "dead-" + id;
    admin
        .createTopics(List.of(new NewTopic(origin, 3, (short) 1), new NewTopic(dead, 2, (short) 1)))
        .all()
        .get();
  }

  @Test
  void aRecordIsSentBackUnchanged() throws Exception {
    ProducerRecord<byte[], byte[]> letter =
        letter("key", new byte[] {1, 2, 3}, 2, DeadLetterReason.UNDECODABLE);
    letter.headers().add("traceparent", "00-aa".getBytes(UTF_8));
    send(letter);
    send(letter(null, null, 1, DeadLetterReason.KEY_MISSING));

    RedriveReport report = redrive(null, Long.MAX_VALUE);

    assertThat(report.sent()).isEqualTo(2);
    assertThat(report.sentByReason()).isEqualTo(Map.of("UNDECODABLE", 1L, "KEY_MISSING", 1L));
    List<ConsumerRecord<byte[], byte[]>> back = read(origin, 2);
    ConsumerRecord<byte[], byte[]> keyed =
        back.stream().filter(record -> record.key() != null).findFirst().orElseThrow();
    assertThat(keyed.key()).isEqualTo("key".getBytes(UTF_8));
    assertThat(keyed.value()).containsExactly(1, 2, 3);
    assertThat(keyed.partition()).isEqualTo(2);
    assertThat(keyed.timestamp()).isEqualTo(1234);
    assertThat(keyed.headers()).hasSize(1);
    assertThat(keyed.headers().lastHeader("traceparent").value())
        .isEqualTo("00-aa".getBytes(UTF_8));
    ConsumerRecord<byte[], byte[]> bare =
        back.stream().filter(record -> record.key() == null).findFirst().orElseThrow();
    assertThat(bare.value()).isNull();
    assertThat(bare.partition()).isEqualTo(1);
  }

  @Test
  void aSecondRedriveSendsOnlyNewDeadLetters() throws Exception {
    for (int i = 0; i < 10; i++) {
      send(letter("a" + i, new byte[] {1}, 0, DeadLetterReason.UNDECODABLE));
    }
    assertThat(redrive(null, Long.MAX_VALUE).sent()).isEqualTo(10);
    assertThat(redrive(null, Long.MAX_VALUE).sent()).isZero();
    send(letter("b", new byte[] {1}, 0, DeadLetterReason.UNDECODABLE));
    assertThat(redrive(null, Long.MAX_VALUE).sent()).isEqualTo(1);
    assertThat(read(origin, 11)).hasSize(11);
  }

  @Test
  void aRedriveOfOneReasonLeavesTheOthersAndSendsNothingTwice() throws Exception {
    for (int i = 0; i < 6; i++) {
      send(
          letter(
              "k" + i,
              new byte[] {1},
              0,
              i % 2 == 0 ? DeadLetterReason.TOO_LARGE : DeadLetterReason.UNKNOWN_SCHEMA));
    }
    RedriveReport one = redrive("UNKNOWN_SCHEMA", Long.MAX_VALUE);
    assertThat(one.sent()).isEqualTo(3);
    assertThat(one.otherReason()).isEqualTo(3);
    RedriveReport rest = redrive(null, Long.MAX_VALUE);
    assertThat(rest.sentByReason()).isEqualTo(Map.of("TOO_LARGE", 3L));
    assertThat(redrive("UNKNOWN_SCHEMA", Long.MAX_VALUE).sent()).isZero();
  }

  @Test
  void aRedriveContinuesAfterTheLimitOfThePreviousOne() throws Exception {
    for (int i = 0; i < 10; i++) {
      send(letter("k" + i, new byte[] {(byte) i}, 0, DeadLetterReason.PREDICTION_FAILED));
    }
    assertThat(redrive(null, 4).sent()).isEqualTo(4);
    assertThat(redrive(null, 100).sent()).isEqualTo(6);
    assertThat(read(origin, 10)).extracting(record -> record.value()[0]).doesNotHaveDuplicates();
  }

  @Test
  void truncatedAndForeignRecordsAreCountedAndNotSent() throws Exception {
    ProducerRecord<byte[], byte[]> cut =
        letter("k", new byte[] {1}, 0, DeadLetterReason.UNDECODABLE);
    cut.headers().add(DeadLetterHeaders.VALUE_CUT, "999".getBytes(UTF_8));
    send(cut);
    send(new ProducerRecord<>(dead, new byte[] {1}));
    RedriveReport report = redrive(null, Long.MAX_VALUE);
    assertThat(report.sent()).isZero();
    assertThat(report.cut()).isEqualTo(1);
    assertThat(report.withoutOrigin()).isEqualTo(1);
  }

  @Test
  void aMissingTopicIsReportedAndNothingCountsAsSent() throws Exception {
    ProducerRecord<byte[], byte[]> lost = letter("k", null, 0, DeadLetterReason.UNDECODABLE);
    lost.headers().remove(DeadLetterHeaders.TOPIC);
    lost.headers().add(DeadLetterHeaders.TOPIC, "gone".getBytes(UTF_8));
    send(lost);
    assertThatThrownBy(() -> redrive(null, 10))
        .isInstanceOf(UserException.class)
        .hasMessage("topic gone, the origin of dead letters, does not exist");
    admin.createTopics(List.of(new NewTopic("gone", 1, (short) 1))).all().get();
    assertThat(redrive(null, 10).sent()).isEqualTo(1);
  }

  @Test
  void anUnknownReasonIsRefusedWithAListOfReasons() {
    assertThatThrownBy(() -> new RedriveRequest("dead", "a", "g", "BROKEN", 1, false))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("--reason BROKEN: must be one of KEY_MISSING, ");
  }

  private RedriveReport redrive(String reason, long limit) {
    return new Redrive(
            new RedriveRequest(dead, "no-answers", dead + "-redrive", reason, limit, false),
            client(),
            client(),
            admin,
            new UpdateTimes(null))
        .run(read -> {});
  }

  private ProducerRecord<byte[], byte[]> letter(
      String key, byte[] value, int partition, DeadLetterReason reason) {
    ProducerRecord<byte[], byte[]> letter =
        new ProducerRecord<>(dead, null, 1234L, key == null ? null : key.getBytes(UTF_8), value);
    letter.headers().add(DeadLetterHeaders.TOPIC, origin.getBytes(UTF_8));
    letter.headers().add(DeadLetterHeaders.PARTITION, Integer.toString(partition).getBytes(UTF_8));
    letter.headers().add(DeadLetterHeaders.REASON, reason.name().getBytes(UTF_8));
    return letter;
  }

  private static void send(ProducerRecord<byte[], byte[]> record) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(client(), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(record).get();
    }
  }

  private static List<ConsumerRecord<byte[], byte[]>> read(String topic, int atLeast) {
    return CommittedTopic.read(client(), topic, atLeast, Duration.ofSeconds(20));
  }

  private static Map<String, Object> client() {
    return Map.of("bootstrap.servers", broker.bootstrap());
  }
}
