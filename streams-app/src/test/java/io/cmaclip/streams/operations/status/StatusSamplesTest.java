package io.cmaclip.streams.operations.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StatusSamplesTest {
  private final StatusSamples samples = new StatusSamples();

  @Test
  void onlyReadingsOfTheLast15MinutesAreKept() {
    SimpleMeterRegistry empty = new SimpleMeterRegistry();
    for (int i = 0; i < 1000; i++) {
      samples.add(StatusReader.read(empty, i));
    }
    assertThat(samples.all())
        .extracting(StatusReading::nanos)
        .hasSize(181)
        .startsWith(819L)
        .endsWith(999L)
        .isSorted();
  }

  @Test
  void theFirstReadingIsTakenAtTheStartAndCloseEndsTheThread() throws InterruptedException {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    Thread thread;
    try (StatusSampler sampler = StatusSampler.start(new SimpleMeterRegistry(), samples)) {
      assertThat(samples.all()).hasSize(1);
      assertThat(sampler).isNotNull();
      thread =
          Thread.getAllStackTraces().keySet().stream()
              .filter(each -> each.getName().equals("status") && !before.contains(each))
              .findFirst()
              .orElseThrow();
      assertThat(thread.isAlive()).isTrue();
      assertThat(thread.isDaemon()).isTrue();
    }
    thread.join(20_000);
    assertThat(thread.isAlive()).isFalse();
  }
}
