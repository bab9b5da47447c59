package io.cmaclip.streams.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.streams.service.Guarantee;
import io.cmaclip.streams.unchanged.UnchangedMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceConfigTest {
  @Test
  void usesTheDefaultsWithoutSettings() {
    ServiceConfig config = set();
    assertThat(config.get(ServiceKeys.BATCH_MAX_DELAY)).isEqualTo(Duration.ofMillis(10));
    assertThat(config.get(ServiceKeys.IN_FLIGHT_MAX_BYTES)).isEqualTo(256L << 20);
    assertThat(config.get(ServiceKeys.GUARANTEE)).isEqualTo(Guarantee.EXACTLY_ONCE_V2);
    assertThat(config.get(TopicKeys.ATTRIBUTES)).isEqualTo("listing-attributes");
    assertThat(config.find(ReviewKeys.MISMATCH_THRESHOLD)).isEmpty();
  }

  @Test
  void laterSourcesOverrideEarlierOnes(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("service.properties");
    Files.writeString(
        file,
        """
        batch.max-size = 1
        threads = 1
        predictors = 1
        bundle = from-file
        kafka.consumer.session.timeout.ms = 6000
        """);
    ServiceConfig config =
        ServiceConfig.of(
            List.of(
                ConfigSource.file(file),
                ConfigSource.environment(
                    Map.of(
                        "CMACLIP_BATCH_MAX_SIZE", "2",
                        "CMACLIP_THREADS", "2",
                        "CMACLIP_KAFKA_CONSUMER_SESSION_TIMEOUT_MS", "7000",
                        "CMACLIP_HEAP", "2g",
                        "HOME", "elsewhere")),
                ConfigSource.assignments(List.of("batch.max-size=3", "batch.max-size = 4")),
                ConfigSource.flags(Map.of("bundle", "from-flag"))));
    assertThat(config.get(ServiceKeys.PREDICTORS)).isEqualTo(1);
    assertThat(config.get(ServiceKeys.THREADS)).isEqualTo(2);
    assertThat(config.get(ServiceKeys.BATCH_MAX_SIZE)).isEqualTo(4);
    assertThat(config.get(ServiceKeys.BUNDLE)).isEqualTo(Path.of("from-flag"));
    assertThat(config.kafka()).containsEntry("consumer.session.timeout.ms", "7000");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "batch.max-size=0 | batch.max-size = 0: must be between 1 and 4096 (listings per inference"
            + " call)",
        "batch.max-size=many | batch.max-size = many: must be between 1 and 4096",
        "batch.max-delay=10 | batch.max-delay = 10: must be between 1 ms and 10 s",
        "batch.max-delay=5m | (a duration is a number with us, ms, s, min, h or d); set by",
        "in-flight.max-bytes=1 XB | (a size is a number, alone or with B, KB, MB or GB); set by",
        "batch.max-delay=11 s | batch.max-delay = 11 s: must be between 1 ms and 10 s",
        "in-flight.max-bytes=1 KB | in-flight.max-bytes = 1 KB: must be between 1 MB and 64 GB",
        "guarantee=exactly_once | must be one of exactly_once_v2, at_least_once",
        "device=tpu | device = tpu: must be auto, cpu, gpu, or gpu:N",
        "review.accept-threshold=1.5 | must be between 0 and 1",
        "review.accept-threshold.colour=NaN | review.accept-threshold.colour = NaN: must be",
        "topics.create=yes | must be true or false",
        "topics.listings=a b | must be a topic name",
        "topics.listings=a,a | must be a topic name",
        "topics.listings=a,listing-review | topics.review = listing-review: must differ from"
            + " topics.listings",
        "topics.review=listings | topics.review = listings: must differ from topics.listings"
      })
  void refusesAValueWithTheAllowedRange(String assignment, String message) {
    assertThatThrownBy(() -> set(assignment))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(message)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "batch.maxsize=8 | unknown key batch.maxsize (--set); did you mean batch.max-size?",
        "topic.listings=x | did you mean topics.listings?",
        "kafka.consumer.sesion.timeout.ms=1 | did you mean kafka.consumer.session.timeout.ms?",
        "kafka.commit.interval=1 | did you mean kafka.commit.interval.ms?",
        "kafka.producer.session.timeout.ms=6000 | Kafka has no such setting"
      })
  void suggestsTheNearestKeyForAnUnknownOne(String assignment, String message) {
    assertThatThrownBy(() -> set(assignment))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(message);
  }

  @Test
  void suggestsTheNearestEnvironmentVariableForAnUnknownOne() {
    assertThatThrownBy(() -> ConfigSource.environment(Map.of("CMACLIP_BATCH_MAXSIZE", "8")))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("did you mean CMACLIP_BATCH_MAX_SIZE?");
  }

  @ParameterizedTest
  @CsvSource({
    "kafka.processing.exception.handler,"
        + " org.apache.kafka.streams.errors.LogAndContinueProcessingExceptionHandler",
    "kafka.deserialization.exception.handler,"
        + " org.apache.kafka.streams.errors.LogAndContinueExceptionHandler",
    "kafka.default.deserialization.exception.handler,"
        + " org.apache.kafka.streams.errors.LogAndContinueExceptionHandler",
    "kafka.production.exception.handler,"
        + " org.apache.kafka.streams.errors.DefaultProductionExceptionHandler",
    "kafka.errors.dead.letter.queue.topic.name, elsewhere",
    "kafka.default.timestamp.extractor, org.apache.kafka.streams.processor.FailOnInvalidTimestamp",
    "kafka.consumer.enable.auto.commit, true",
    "kafka.main.consumer.enable.auto.commit, true",
    "kafka.enable.auto.commit, true",
    "kafka.consumer.isolation.level, read_uncommitted",
    "kafka.__internal.override.configs__, x",
    "kafka.consumer.__assignment.listener__, x",
    "kafka.application.id, x",
    "kafka.processing.guarantee, at_least_once",
    "kafka.num.stream.threads, 3",
    "kafka.producer.enable.idempotence, false",
    "kafka.producer.acks, 1",
    "kafka.producer.partitioner.ignore.keys, true",
    "kafka.restore.consumer.auto.offset.reset, latest",
    "kafka.consumer.allow.auto.create.topics, true",
    "kafka.consumer.client.id, mine",
    "kafka.consumer.share.acquire.mode, record_limit",
    "kafka.producer.transactional.id, mine",
    "kafka.default.client.supplier,"
        + " org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier",
    "kafka.consumer.group.protocol, consumer"
  })
  void refusesAKafkaKeyThatWouldBreakTheGuarantee(String key, String value) {
    assertThatThrownBy(() -> set(key + "=" + value))
        .isInstanceOf(UserException.class)
        .hasMessageMatching("\\Q" + key + " (--set) cannot be set: \\E.{10,}");
  }

  @Test
  void acceptsTheSafeValuesOfSuchKeys() {
    ServiceConfig config =
        set(
            "kafka.producer.acks=all",
            "kafka.consumer.auto.offset.reset=by_duration:P7D",
            "kafka.producer.enable.idempotence=true",
            "kafka.group.protocol=streams");
    assertThat(config.kafka()).hasSize(4).containsEntry("group.protocol", "streams");
  }

  @Test
  void refusesTheStreamsProtocolWithAtLeastOnce() {
    assertThatThrownBy(() -> set("kafka.group.protocol=streams", "guarantee=at_least_once"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("kafka.group.protocol = streams cannot be used with guarantee");
  }

  @Test
  void refusesToSkipWithAtLeastOnce() {
    assertThatThrownBy(() -> set("unchanged=skip", "guarantee=at_least_once"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("unchanged = skip cannot be used with guarantee = at_least_once");
    assertThat(set("unchanged=repeat", "guarantee=at_least_once").get(UnchangedKeys.MODE))
        .isEqualTo(UnchangedMode.REPEAT);
  }

  @ParameterizedTest
  @CsvSource({
    "topics.decisions=listings, must differ from topics.listings",
    "topics.decisions=listing-review, must differ from topics.review",
    "review.audit-share=1.5, must be"
  })
  void refusesATopicOfDecisionsThatIsAnotherTopicAndAnAuditShareAboveOne(
      String setting, String message) {
    assertThatThrownBy(() -> set(setting))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(message);
  }

  @Test
  void refusesDecisionsWithAtLeastOnce() {
    assertThatThrownBy(() -> set("topics.decisions=decided", "guarantee=at_least_once"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("topics.decisions cannot be used with guarantee = at_least_once");
    assertThat(set("topics.decisions=decided").get(ReviewKeys.DECISIONS_TOPIC))
        .isEqualTo("decided");
  }

  @ParameterizedTest
  @CsvSource({
    "again, unchanged=classify, needs unchanged = repeat or skip",
    "listings, unchanged=repeat, must differ from topics.listings"
  })
  void refusesATopicToReclassifyWithoutAStoreOrThatIsAnotherTopic(
      String topic, String unchanged, String message) {
    assertThatThrownBy(() -> set("topics.reclassify=" + topic, unchanged))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("topics.reclassify = " + topic)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({
    "kafka.consumer.session.timeout.ms=6000",
    "kafka.group.instance.id=one",
    "kafka.num.standby.replicas=1"
  })
  void refusesClassicSettingsWithTheStreamsProtocol(String setting) {
    assertThatThrownBy(() -> set("kafka.group.protocol=streams", setting))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("cannot be used with kafka.group.protocol = streams");
    assertThat(set(setting).kafka()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"kafka.auto.offset.reset=newest", "kafka.consumer.auto.offset.reset=by_duration:7"})
  void refusesAnUnknownOffsetReset(String setting) {
    assertThatThrownBy(() -> set(setting))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("auto.offset.reset");
  }

  @Test
  void validatesKafkaValuesByKafkasRules() {
    assertThatThrownBy(() -> set("kafka.consumer.session.timeout.ms=soon"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("kafka.consumer.session.timeout.ms = soon");
    assertThatThrownBy(() -> set("kafka.producer.max.block.ms=-1"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("at least 0");
  }

  @Test
  void showsNoSecretInMessages() {
    assertThatThrownBy(() -> set("basic.auth.user.info= "))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("basic.auth.user.info: must be user:password");
  }

  @Test
  void keepsTheProtocolOfKafkaStreamsFromPlainConsumers() {
    assertThat(set("kafka.group.protocol=streams", "kafka.client.id=mine").consumerProperties())
        .isEqualTo(Map.of("client.id", "mine"));
  }

  @Test
  void passesSecuritySettingsToPlainClients() {
    ServiceConfig config =
        set(
            "kafka.bootstrap.servers=localhost:9092",
            "kafka.security.protocol=SSL",
            "kafka.consumer.session.timeout.ms=6000",
            "kafka.poll.ms=5");
    assertThat(config.clientProperties())
        .isEqualTo(Map.of("bootstrap.servers", "localhost:9092", "security.protocol", "SSL"));
    assertThat(config.bootstrap()).isEqualTo("localhost:9092");
  }

  @Test
  void findsThresholdsByTask() {
    assertThat(
            set("review.accept-threshold.base_colour=0.7", "review.accept-threshold=0.5")
                .family(ReviewKeys.TASK_ACCEPT_THRESHOLD))
        .isEqualTo(Map.of("base_colour", 0.7));
  }

  @Test
  void passesRegistrySettingsUnderConfluentsNames() {
    assertThat(set("schema.registry.url=http://127.0.0.1:1").serdeProperties())
        .containsEntry("schema.registry.url", "http://127.0.0.1:1")
        .containsEntry("auto.register.schemas", true)
        .doesNotContainKey("basic.auth.user.info");
  }

  private static ServiceConfig set(String... assignments) {
    return ServiceConfig.of(List.of(ConfigSource.assignments(List.of(assignments))));
  }
}
