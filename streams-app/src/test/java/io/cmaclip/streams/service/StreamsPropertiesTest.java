package io.cmaclip.streams.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.assignment.assignors.StickyTaskAssignor;
import org.junit.jupiter.api.Test;

class StreamsPropertiesTest {
  @Test
  void userSettingsOverrideDefaultsButNotTheGuarantee() {
    var properties =
        StreamsProperties.of(
            settings(
                Guarantee.EXACTLY_ONCE_V2,
                Map.of("poll.ms", "50", "processing.guarantee", "at_least_once")));
    assertThat(properties)
        .containsEntry("poll.ms", "50")
        .containsEntry("processing.guarantee", "exactly_once_v2")
        .containsEntry("consumer.isolation.level", "read_committed");
  }

  @Test
  void refusesTheStreamsProtocolOnlyWithAtLeastOnce() {
    Map<String, String> streams = Map.of("group.protocol", "STREAMS");
    assertThatThrownBy(() -> StreamsProperties.of(settings(Guarantee.AT_LEAST_ONCE, streams)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("group.protocol = streams");
    StreamsProperties.of(settings(Guarantee.EXACTLY_ONCE_V2, streams));
  }

  @Test
  void userSettingsWithoutPrefixOverrideDefaultsToo() {
    var properties =
        StreamsProperties.of(
            settings(Guarantee.EXACTLY_ONCE_V2, Map.of("linger.ms", "7", "fetch.max.bytes", "8")));
    StreamsConfig config = new StreamsConfig(properties);
    assertThat(config.getProducerConfigs("c")).containsEntry("linger.ms", "7");
    assertThat(config.getMainConsumerConfigs("g", "c", 0)).containsEntry("fetch.max.bytes", "8");
  }

  @Test
  void tasksStayAtTheirProcessUnlessTheUserOrTheProtocolDecides() {
    assertThat(assignor(Map.of())).isEqualTo(StickyTaskAssignor.class.getName());
    assertThat(assignor(Map.of("task.assignor.class", "other.Assignor")))
        .isEqualTo("other.Assignor");
    assertThat(assignor(Map.of("group.protocol", "STREAMS"))).isNull();
  }

  @Test
  void pollsAreSmallUnlessTheUserDecides() {
    assertThat(maxPollRecords(Map.of())).isEqualTo("32");
    assertThat(maxPollRecords(Map.of("max.poll.records", "100"))).isEqualTo("100");
    assertThat(maxPollRecords(Map.of("consumer.max.poll.records", "256"))).isEqualTo("256");
  }

  private static Object maxPollRecords(Map<String, String> kafka) {
    StreamsSettings settings = settings(Guarantee.EXACTLY_ONCE_V2, kafka);
    var properties = StreamsProperties.of(settings);
    StreamsProperties.putSmallPolls(properties, settings);
    return new StreamsConfig(properties)
        .getMainConsumerConfigs("g", "c", 0)
        .get("max.poll.records");
  }

  private static String assignor(Map<String, String> kafka) {
    var properties = StreamsProperties.of(settings(Guarantee.EXACTLY_ONCE_V2, kafka));
    StreamsProperties.putStickyTasks(properties);
    return properties.getProperty("task.assignor.class");
  }

  @Test
  void theProducerKeyOverridesTheGeneralOne() {
    assertThat(
            TopicLimits.maxRequestBytes(
                new StreamsConfig(
                    StreamsProperties.of(
                        settings(
                            Guarantee.EXACTLY_ONCE_V2,
                            Map.of(
                                "max.request.size",
                                "654321",
                                "producer.max.request.size",
                                "123456"))))))
        .isEqualTo(123_456);
  }

  private static StreamsSettings settings(Guarantee guarantee, Map<String, String> kafka) {
    return new StreamsSettings(
        "localhost:1", "app", guarantee, 1, ThreadReplacement.DEFAULT, kafka);
  }
}
