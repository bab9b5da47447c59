package io.cmaclip.streams.service;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class ThreadFailuresTest {
  private final List<String> fatal = new ArrayList<>();
  private long nanos;
  private final ThreadFailures failures =
      new ThreadFailures(
          new ThreadReplacement(2, Duration.ofSeconds(10)),
          (what, cause) -> fatal.add(what),
          () -> nanos);

  @Test
  void endsTheProcessAfterALimitedNumberOfReplacements() {
    assertThat(failures.handle(new StreamsException("1"))).isEqualTo(REPLACE_THREAD);
    assertThat(failures.handle(new StreamsException("2"))).isEqualTo(REPLACE_THREAD);
    assertThat(fatal).isEmpty();
    assertThat(failures.handle(new StreamsException("3"))).isEqualTo(SHUTDOWN_CLIENT);
    assertThat(fatal).hasSize(1);
  }

  @Test
  void doesNotCountFailuresOutsideTheWindow() {
    for (int i = 0; i < 20; i++) {
      assertThat(failures.handle(new StreamsException("rare"))).isEqualTo(REPLACE_THREAD);
      nanos += Duration.ofSeconds(6).toNanos();
    }
    assertThat(fatal).isEmpty();
  }

  @Test
  void endsTheProcessAtOnceWithoutOffsetsUnderResetNone() {
    assertThat(
            failures.handle(
                new StreamsException(
                    new NoOffsetForPartitionException(new TopicPartition("listings", 3)))))
        .isEqualTo(SHUTDOWN_CLIENT);
    assertThat(fatal)
        .singleElement()
        .satisfies(
            what -> assertThat(what).contains("kafka.auto.offset.reset = none", "listings-3"));
  }

  @Test
  void endsTheProcessAtOnceOnAnError() {
    assertThat(failures.handle(new StreamsException(new OutOfMemoryError())))
        .isEqualTo(SHUTDOWN_CLIENT);
    assertThat(fatal).hasSize(1);
  }
}
