package io.cmaclip.streams.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.batching.SupervisionSettings;
import io.cmaclip.streams.models.InferenceHealth;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.streams.KafkaStreams.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ServiceHealthTest {
  private final AtomicLong clock = new AtomicLong();
  private final InferenceHealth warm =
      new InferenceHealth() {
        @Override
        public boolean isReady() {
          return true;
        }

        @Override
        public Optional<String> problem() {
          return Optional.empty();
        }

        @Override
        public Duration longestRunningCall() {
          return Duration.ZERO;
        }
      };
  private boolean quarantineUnread;
  private final ServiceHealth health =
      new ServiceHealth(
          warm,
          () -> false,
          () -> quarantineUnread,
          Duration.ofSeconds(10),
          SupervisionSettings.DEFAULT.stallExit(),
          clock::get);

  @Test
  void staysReadyInARebalanceUpToTheLimit() {
    health.onChange(State.REBALANCING, State.CREATED);
    assertThat(health.ready().isOk()).as("before the first run").isFalse();
    health.onChange(State.RUNNING, State.REBALANCING);
    assertThat(health.ready().isOk()).isTrue();
    health.onChange(State.REBALANCING, State.RUNNING);
    clock.addAndGet(Duration.ofSeconds(10).toNanos());
    assertThat(health.ready().isOk()).isTrue();
    clock.addAndGet(1);
    assertThat(health.ready().isOk()).isFalse();
    assertThat(health.ready().checks())
        .contains(new HealthCheck("kafka", false, "Kafka Streams is REBALANCING for 10 s"));
    assertThat(health.live().isOk()).isTrue();
    health.onChange(State.RUNNING, State.REBALANCING);
    assertThat(health.ready().isOk()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"PENDING_ERROR", "ERROR", "NOT_RUNNING"})
  void isNeitherReadyNorLiveAfterTheTopologyHasEnded(State ended) {
    health.onChange(State.RUNNING, State.REBALANCING);
    health.onChange(ended, State.RUNNING);
    assertThat(health.ready().isOk()).isFalse();
    assertThat(health.live().isOk()).isFalse();
  }

  @Test
  void isNotReadyWhileListingsWaitForTheCrashTrackingTopic() {
    health.onChange(State.RUNNING, State.REBALANCING);
    quarantineUnread = true;
    assertThat(health.ready().isOk()).isFalse();
    assertThat(health.ready().checks())
        .contains(new HealthCheck("suspects", false, "listings wait for the crash-tracking topic"));
    assertThat(health.live().isOk()).isTrue();
    quarantineUnread = false;
    assertThat(health.ready().isOk()).isTrue();
  }
}
