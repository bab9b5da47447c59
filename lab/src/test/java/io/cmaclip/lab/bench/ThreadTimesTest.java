package io.cmaclip.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThreadTimesTest {
  @ParameterizedTest
  @CsvSource({
    "data-plane-kafka-request-handler-3, BROKER",
    "kafka-0-raft-io-thread, BROKER",
    "group-coordinator-event-processor-0, BROKER",
    "TxnMarkerSenderThread-0, BROKER",
    "bench-sender, CLIENTS",
    "main, CLIENTS",
    "kafka-producer-network-thread | producer-1, CLIENTS",
    "bench-model-2f0e-StreamThread-1, SERVICE",
    "kafka-producer-network-thread | bench-model-2f0e-StreamThread-1-producer, SERVICE",
    "kafka-coordinator-heartbeat-thread | bench-model, SERVICE",
    "predictor-0, SERVICE",
    "preparation-1, SERVICE"
  })
  void knowsThePartOfAThread(String thread, ThreadTimes.Part part) {
    assertThat(ThreadTimes.Part.of(thread)).isEqualTo(part);
  }

  @Test
  void countsTheTimeOfAThreadToItsPart() throws InterruptedException {
    Map<ThreadTimes.Part, Long> before = ThreadTimes.sample();
    Thread sender = new Thread(ThreadTimesTest::work, ThreadTimes.SENDER);
    sender.start();
    Thread.sleep(200);
    Map<ThreadTimes.Part, Long> after = ThreadTimes.sample();
    sender.interrupt();
    sender.join();
    assertThat(after.get(ThreadTimes.Part.CLIENTS))
        .isGreaterThan(before.get(ThreadTimes.Part.CLIENTS));
  }

  private static void work() {
    while (!Thread.currentThread().isInterrupted()) {
      Thread.onSpinWait();
    }
  }
}
