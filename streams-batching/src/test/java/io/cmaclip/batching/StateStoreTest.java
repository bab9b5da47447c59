package io.cmaclip.batching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** State stores that the forwarder writes and the intake reads. */
@Timeout(60)
class StateStoreTest {
  private static final String STORE = "last";

  @TempDir Path folder;
  private final CountDownLatch slow = new CountDownLatch(1);
  private final List<String> seenByIntake = new ArrayList<>();
  private final List<String> forwarded = new ArrayList<>();
  private final Batcher<String, String> batcher =
      Batcher.<String, String>builder(
              List.of(
                  texts -> {
                    awaitSlow();
                    return texts.stream().map(String::toUpperCase).toList();
                  }),
              (what, cause) -> {
                throw new AssertionError(what, cause);
              })
          .build();
  private TopologyTestDriver driver;
  private TestInputTopic<String, String> texts;
  private TestOutputTopic<String, String> results;

  /** Completes a text with the stored result of its key, or submits it. */
  private final class Remembering implements Intake<String, String, String> {
    private KeyValueStore<String, String> store;

    @Override
    public void init(ProcessorContext<?, ?> context) {
      store = context.getStateStore(STORE);
    }

    @Override
    public void accept(ReceivedRecord<String, String> received, InFlight<String> inFlight) {
      seenByIntake.add(store.get(received.key()));
      batcher.submit(inFlight, received.value());
    }

    @Override
    public void forwarded(ReceivedRecord<String, String> received) {
      assertThat(store.get(received.key())).isEqualTo(received.value().toUpperCase(Locale.ROOT));
      forwarded.add(received.value());
    }
  }

  @BeforeEach
  void open() {
    StreamsBatching<String, String, String, String> batching =
        StreamsBatching.builder("texts", partition -> new Remembering(), StateStoreTest::forward)
            .stores(
                Set.of(
                    Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(STORE), Serdes.String(), Serdes.String())))
            .build();
    batcher.start();
    Properties config = new Properties();
    config.put("application.id", "test");
    config.put("bootstrap.servers", "none:1");
    config.put("state.dir", folder.toString());
    driver =
        new TopologyTestDriver(
            new Topology()
                .addSource("source", new StringDeserializer(), new StringDeserializer(), "texts")
                .addProcessor("capitals", batching, "source")
                .addSink(
                    "sink", "results", new StringSerializer(), new StringSerializer(), "capitals"),
            config);
    texts = driver.createInputTopic("texts", new StringSerializer(), new StringSerializer());
    results =
        driver.createOutputTopic("results", new StringDeserializer(), new StringDeserializer());
  }

  @AfterEach
  void close() {
    slow.countDown();
    driver.close();
    batcher.close();
  }

  @Test
  void aRecordInFlightHasNotChangedTheStore() {
    texts.pipeInput("1", "a");
    texts.pipeInput("1", "b");
    driver.advanceWallClockTime(Duration.ofSeconds(1));
    assertThat(driver.<String, String>getKeyValueStore(STORE).get("1")).isNull();
    assertThat(forwarded).isEmpty();
    slow.countDown();
    awaitResults(2);
    texts.pipeInput("1", "c");
    awaitResults(3);
    assertThat(seenByIntake).containsExactly(null, null, "B");
    assertThat(forwarded).containsExactly("a", "b", "c");
  }

  private void awaitResults(int count) {
    await()
        .until(
            () -> {
              driver.advanceWallClockTime(Duration.ofMillis(5));
              return results.getQueueSize() >= count;
            });
  }

  private static void forward(
      ReceivedRecord<String, String> received,
      String result,
      ProcessorContext<String, String> context) {
    context.forward(received.withValue(result));
    context.<KeyValueStore<String, String>>getStateStore(STORE).put(received.key(), result);
  }

  private void awaitSlow() {
    try {
      slow.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
