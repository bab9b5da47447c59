package io.cmaclip.batching.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StreamsRulesTest {
  @Test
  void refusesTheStreamsProtocolOnlyWithAtLeastOnce() {
    assertThatThrownBy(
            () -> StreamsRules.check(config("at_least_once", "group.protocol", "STREAMS")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("group.protocol = streams");
    assertThatThrownBy(() -> StreamsRules.check(Map.of("group.protocol", "streams")))
        .as("at_least_once is Kafka's default")
        .isInstanceOf(IllegalArgumentException.class);
    StreamsRules.check(config("exactly_once_v2", "group.protocol", "streams"));
    StreamsRules.check(config("at_least_once", "group.protocol", "classic"));
  }

  @Test
  void roomWaitIsAThirdOfTheShorterTimeoutUnderTheStreamsProtocol() {
    assertThat(StreamsRules.roomWait(config("exactly_once_v2"))).isZero();
    assertThat(StreamsRules.roomWait(config("exactly_once_v2", "group.protocol", "streams")))
        .isEqualTo(Duration.ofMillis(3333));
    assertThat(
            StreamsRules.roomWait(
                config(
                    "exactly_once_v2",
                    "group.protocol",
                    "streams",
                    "consumer.max.poll.interval.ms",
                    "6000")))
        .isEqualTo(Duration.ofSeconds(2));
  }

  private static Map<String, Object> config(String guarantee, String... more) {
    Map<String, Object> config = new HashMap<>();
    config.put("application.id", "app");
    config.put("bootstrap.servers", "localhost:1");
    config.put("processing.guarantee", guarantee);
    for (int i = 0; i < more.length; i += 2) {
      config.put(more[i], more[i + 1]);
    }
    return config;
  }
}
