package io.cmaclip.batching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A second input topic whose records have low priority. */
@Timeout(60)
class TwoTopicsTest {
  private final CountDownLatch first = new CountDownLatch(1);
  private final List<List<String>> batches = new CopyOnWriteArrayList<>();
  private final List<String> partitions = new CopyOnWriteArrayList<>();
  private final Batcher<String, String> batcher =
      Batcher.<String, String>builder(
              List.of(
                  texts -> {
                    batches.add(List.copyOf(texts));
                    awaitFirst();
                    return texts;
                  }),
              (what, cause) -> {
                throw new AssertionError(what, cause);
              })
          .settings(new BatchSettings(4, Duration.ofMillis(1)))
          .build();
  private TopologyTestDriver driver;
  private TestInputTopic<String, String> live;
  private TestInputTopic<String, String> again;
  private TestOutputTopic<String, String> results;

  @BeforeEach
  void open() {
    StreamsBatching<String, String, String, String> batching =
        StreamsBatching.<String, String, String, String, String>builder(
                "live",
                partition -> {
                  partitions.add(partition.toString());
                  Priority priority =
                      partition.topic().equals("live") ? Priority.NORMAL : Priority.LOW;
                  return (received, inFlight) ->
                      batcher.submit(inFlight, received.value(), priority);
                },
                ResultForwarder.valueOnly())
            .alsoReads("again", new InFlightLimits(100, InFlightLimits.LEAST_BYTES))
            .build();
    batcher.start();
    Properties config = new Properties();
    config.put("application.id", "test");
    config.put("bootstrap.servers", "none:1");
    StringDeserializer from = new StringDeserializer();
    StringSerializer to = new StringSerializer();
    driver =
        new TopologyTestDriver(
            new Topology()
                .addSource("live", from, from, "live")
                .addSource("again", from, from, "again")
                .addProcessor("echo", batching, "live", "again")
                .addSink("sink", "results", to, to, "echo"),
            config);
    live = driver.createInputTopic("live", to, to);
    again = driver.createInputTopic("again", to, to);
    results = driver.createOutputTopic("results", from, from);
  }

  @AfterEach
  void close() {
    first.countDown();
    driver.close();
    batcher.close();
  }

  @Test
  void recordsOfLowPriorityWaitForAllOthers() {
    assertThat(partitions).containsExactly("live-0", "again-0");
    live.pipeInput("0", "first");
    await().until(() -> batches.size() == 1);
    for (int i = 1; i <= 6; i++) {
      again.pipeInput("" + i, "again " + i);
    }
    for (int i = 1; i <= 5; i++) {
      live.pipeInput("" + i, "live " + i);
    }
    first.countDown();
    await()
        .until(
            () -> {
              driver.advanceWallClockTime(Duration.ofMillis(5));
              return results.getQueueSize() >= 12;
            });
    assertThat(batches)
        .containsExactly(
            List.of("first"),
            List.of("live 1", "live 2", "live 3", "live 4"),
            List.of("live 5", "again 1", "again 2", "again 3"),
            List.of("again 4", "again 5", "again 6"));
    List<String> values = results.readValuesToList();
    assertThat(values)
        .filteredOn(value -> value.startsWith("again"))
        .containsExactly("again 1", "again 2", "again 3", "again 4", "again 5", "again 6");
    assertThat(values)
        .filteredOn(value -> value.startsWith("live"))
        .containsExactly("live 1", "live 2", "live 3", "live 4", "live 5");
  }

  private void awaitFirst() {
    try {
      first.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
