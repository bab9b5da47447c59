package io.cmaclip.batching;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchingMetersTest {
  @Test
  void registersEveryMeterOfTheReadme() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    BatchingMeters meters = new BatchingMeters(registry);
    try (Batcher<Integer, FakeFunction.Answer> batcher =
        Batcher.builder(List.of(new FakeFunction()), (what, cause) -> {}).build()) {
      meters.bind(
          StreamsBatching.builder(
                  "topic",
                  partition -> batcher.<String, Integer>intake(ReceivedRecord::value),
                  ResultForwarder.<String, Integer, FakeFunction.Answer>valueOnly())
              .build());
      meters.bind(batcher, "one");
      batcher.submit(new TestInFlight(), 1);

      meters.received();
      meters.waited(1_000_000);
      meters.applied(3, 2_000_000);
      meters.forwarded(Duration.ofSeconds(2), Duration.ofSeconds(1));

      assertThat(registry.get("batching.received").counter().count()).isEqualTo(1);
      assertThat(registry.get("batching.wait").timer().count()).isEqualTo(1);
      assertThat(registry.get("batching.call").timer().count()).isEqualTo(1);
      assertThat(registry.get("batching.size").summary().mean()).isEqualTo(3);
      assertThat(registry.get("batching.latency.timestamp").timer().count()).isEqualTo(1);
      assertThat(registry.get("batching.latency.receipt").timer().count()).isEqualTo(1);
      for (String empty : List.of("records", "bytes", "age")) {
        assertThat(registry.get("batching.inflight." + empty).gauge().value()).isZero();
      }
      assertThat(registry.get("batching.offsets.held").gauge().value()).isZero();
      assertThat(registry.get("batching.queued").tag("batcher", "one").gauge().value())
          .isEqualTo(1);
      assertThat(registry.get("batching.healthy").gauge().value()).as("not started").isZero();
      assertThat(registry.get("batching.call.running").gauge().value()).isZero();
    }
  }
}
