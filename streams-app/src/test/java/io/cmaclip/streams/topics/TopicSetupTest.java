package io.cmaclip.streams.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmaclip.embedded.broker.BrokerSettings;
import io.cmaclip.embedded.broker.EmbeddedBroker;
import io.cmaclip.model.errors.UserException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TopicSetupTest {
  private static final int INLINE = 256 << 10;

  private static EmbeddedBroker broker;
  private static Admin admin;

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.start(BrokerSettings.temporary());
    admin = ClusterDoor.open(Map.of("bootstrap.servers", broker.bootstrap()));
  }

  @AfterAll
  static void stop() {
    admin.close();
    broker.close();
  }

  @Test
  void createsMissingTopicsWithThePartitionsOfListings() throws Exception {
    TopicNames names = names("created");
    setup(names, 5).prepare(INLINE);
    for (String name : List.of(names.listings(), names.attributes(), names.deadLetter())) {
      assertThat(partitions(name)).isEqualTo(5);
    }
    assertThat(config(names.attributes(), "cleanup.policy")).isEqualTo("compact");
    assertThat(config(names.deadLetter(), "cleanup.policy")).isEqualTo("delete");
    assertThat(config(names.deadLetter(), "retention.ms")).isEqualTo("-1");
    assertThat(Long.parseLong(config(names.deadLetter(), "max.message.bytes")))
        .isGreaterThan(Long.parseLong(config(names.listings(), "max.message.bytes")));
  }

  @Test
  void changesNothingOnASecondStart() throws Exception {
    TopicNames names = names("second");
    create(names.listings(), 3, Map.of("max.message.bytes", "2000000", "retention.ms", "123456"));
    setup(names, 8).prepare(INLINE);
    setup(names, 1).prepare(INLINE);
    assertThat(partitions(names.review())).isEqualTo(3);
    assertThat(partitions(names.listings())).isEqualTo(3);
    assertThat(config(names.listings(), "retention.ms")).isEqualTo("123456");
    assertThat(config(names.deadLetter(), "max.message.bytes")).isEqualTo("2065536");
  }

  @Test
  void refusesAnAttributesTopicWithoutCompaction() throws Exception {
    TopicNames names = names("plain");
    create(names.attributes(), 1, Map.of());
    assertThatThrownBy(() -> setup(names, 1).prepare(INLINE))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(
            "topics.attributes = plain-attributes: the topic is not compacted: set"
                + " cleanup.policy=compact");
  }

  @Test
  void refusesACompactedDeadLetterTopic() throws Exception {
    TopicNames names = names("nokeys");
    create(names.deadLetter(), 1, Map.of("cleanup.policy", "compact"));
    assertThatThrownBy(() -> setup(names, 1).prepare(INLINE))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("topics.dead-letter = nokeys-dead: the topic is compacted");
  }

  @Test
  void refusesADeadLetterTopicTooSmallForItsHeaders() throws Exception {
    TopicNames names = names("mute");
    create(names.deadLetter(), 1, Map.of("max.message.bytes", "120"));
    assertThatThrownBy(() -> setup(names, 1).prepare(INLINE))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(
            "topics.dead-letter = mute-dead: the topic accepts messages of at most 120 bytes")
        .hasMessageContaining("set max.message.bytes to at least 4096");
  }

  @Test
  void refusesAReviewTopicTooSmallForInlineImages() throws Exception {
    TopicNames names = names("narrow");
    create(names.review(), 1, Map.of("max.message.bytes", "100000"));
    assertThatThrownBy(() -> setup(names, 1).prepare(INLINE))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("set max.message.bytes to at least 327680")
        .hasMessageContaining("review.max-inline-image");
    setup(names, 1).prepare(10_000);
  }

  @Test
  void refusesAnOutputTopicThatRefusesTimestampsOfListings() throws Exception {
    TopicNames names = names("times");
    create(names.listings(), 1, Map.of("message.timestamp.after.max.ms", "999999999"));
    create(
        names.attributes(),
        1,
        Map.of("cleanup.policy", "compact", "message.timestamp.after.max.ms", "1000"));
    assertThatThrownBy(() -> setup(names, 1).prepare(INLINE))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("topics.attributes = times-attributes: the topic refuses record");
  }

  @Test
  void namesAMissingTopicThatMustNotBeCreated() {
    TopicNames names = names("absent");
    assertThatThrownBy(
            () -> new TopicSetup(admin, names, new TopicSettings(1, -1, false)).prepare(INLINE))
        .isInstanceOf(UserException.class)
        .hasMessage("topic absent-listings does not exist, and topics.create = false");
  }

  @Test
  void refusesMoreReplicasThanBrokersInOneLine() {
    assertThatThrownBy(
            () ->
                new TopicSetup(admin, names("replicas"), new TopicSettings(1, 3, true))
                    .prepare(INLINE))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("topic replicas-listings cannot be created: ");
  }

  @Test
  void namesAnUnreachableBrokerInTime() {
    long start = System.nanoTime();
    assertThatThrownBy(() -> ClusterDoor.open(Map.of("bootstrap.servers", "127.0.0.1:1")))
        .isInstanceOf(UserException.class)
        .hasMessage("kafka.bootstrap.servers = 127.0.0.1:1: no broker answered within 10 s");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(25));
    assertThatThrownBy(() -> ClusterDoor.open(Map.of("bootstrap.servers", "nowhere")))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("kafka.bootstrap.servers = nowhere: ");
  }

  private static TopicNames names(String prefix) {
    return new TopicNames(
        prefix + "-listings",
        prefix + "-attributes",
        prefix + "-review",
        prefix + "-dead",
        prefix + "-suspects");
  }

  private static TopicSetup setup(TopicNames names, int partitions) {
    return new TopicSetup(admin, names, new TopicSettings(partitions, -1, true));
  }

  private static void create(String name, int partitions, Map<String, String> config)
      throws Exception {
    admin
        .createTopics(List.of(new NewTopic(name, partitions, (short) 1).configs(config)))
        .all()
        .get();
  }

  private static int partitions(String name) throws Exception {
    return admin.describeTopics(List.of(name)).allTopicNames().get().get(name).partitions().size();
  }

  private static String config(String name, String key) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
    return admin.describeConfigs(List.of(resource)).all().get().get(resource).get(key).value();
  }
}
