package io.cmaclip.batching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Shows how to test a topology with a batching step, and tests the step. */
@Timeout(60)
class StreamsBatchingTest {
  /** Converts texts to upper case; "poison" fails every batch that contains it. */
  private record Capitals(CountDownLatch slow) implements BatchFunction<String, String> {

    @Override
    public List<String> apply(List<String> texts) {
      if (texts.contains("poison")) {
        throw new IllegalArgumentException("poison");
      }
      if (texts.contains("slow")) {
        try {
          slow.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      return texts.stream().map(String::toUpperCase).toList();
    }

    @Override
    public String rejected(String text, RuntimeException cause) {
      return "rejected: " + text;
    }

    @Override
    public boolean runsAlone(String text) {
      return text.equals("slow");
    }
  }

  /** Shared, as either function may receive the slow record. */
  private final CountDownLatch slow = new CountDownLatch(1);

  private final Batcher<String, String> batcher =
      Batcher.<String, String>builder(
              List.of(new Capitals(slow), new Capitals(slow)), StreamsBatchingTest::fail)
          .settings(new BatchSettings(8, Duration.ofMillis(2)))
          .build();
  private final List<String> closedIntakes = new CopyOnWriteArrayList<>();
  private final AtomicBoolean outputsFail = new AtomicBoolean();
  private final AtomicInteger forwarded = new AtomicInteger();
  private StreamsBatching<String, String, String, String> batching;
  private TopologyTestDriver driver;
  private TestInputTopic<String, String> texts;
  private TestOutputTopic<String, String> results;

  @BeforeEach
  void open() {
    batching =
        StreamsBatching.builder(
                "texts", partition -> new Deletions(partition.toString()), this::forward)
            .observer(
                new BatchingObserver() {
                  @Override
                  public void forwarded(Duration sinceTimestamp, Duration sinceReceipt) {
                    forwarded.incrementAndGet();
                  }
                })
            .build();
    batcher.start();
    driver = new TopologyTestDriver(topology("texts"), config());
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
  void forwardsResultsInTheOrderReceived() {
    texts.pipeInput("1", "slow");
    texts.pipeInput("2", "b");
    texts.pipeInput("3", (String) null);
    await().until(() -> batcher.waiting() == 0);
    driver.advanceWallClockTime(Duration.ofSeconds(1));
    assertThat(results.isEmpty()).isTrue();
    assertThat(batching.recordsInFlight()).isEqualTo(3);
    assertThat(batching.offsetsHeld()).isEqualTo(3);

    slow.countDown();
    assertThat(results(3))
        .containsExactly(
            KeyValue.pair("1", "SLOW"), KeyValue.pair("2", "B"), KeyValue.pair("3", null));
    assertThat(batching.recordsInFlight()).isZero();
    assertThat(batching.bytesInFlight()).isZero();
    assertThat(batching.peakBytesInFlight()).isPositive();
    assertThat(forwarded).hasValue(3);
  }

  @Test
  void rejectsOnlyThePoisonPillOfABatch() {
    texts.pipeValueList(List.of("a", "poison", "c"));
    assertThat(results(3))
        .extracting(result -> result.value)
        .containsExactly("A", "rejected: poison", "C");
  }

  @Test
  void retriesOutputsAfterARetryForwardException() {
    outputsFail.set(true);
    texts.pipeInput("1", "a");
    await().until(() -> batcher.waiting() == 0);
    driver.advanceWallClockTime(Duration.ofSeconds(1));
    assertThat(results.isEmpty()).isTrue();
    outputsFail.set(false);
    assertThat(results(1)).containsExactly(KeyValue.pair("1", "A"));
  }

  @Test
  void aClosedTaskForwardsNothingAndClosesItsIntake() {
    texts.pipeInput("1", "slow");
    driver.close();
    driver = new TopologyTestDriver(topology("others"), config());
    assertThat(closedIntakes).containsExactly("texts-0");
    assertThat(batching.recordsInFlight()).isZero();
    assertThat(batching.bytesInFlight()).isZero();
  }

  @Test
  void aRecordOfAnotherTopicIsRefused() {
    driver.close();
    driver = new TopologyTestDriver(topology("others"), config());
    var others = driver.createInputTopic("others", new StringSerializer(), new StringSerializer());
    assertThatThrownBy(() -> others.pipeInput("1", "a"))
        .hasRootCauseInstanceOf(IllegalStateException.class)
        .rootCause()
        .hasMessageContaining("others-0");
  }

  @Test
  void refusesAConfigurationWithoutTheGuaranteeBeforeTheStart() {
    Properties config = config();
    config.put("group.protocol", "streams");
    assertThatThrownBy(() -> batching.kafkaStreams(topology("texts"), config))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("group.protocol");
    assertThatThrownBy(() -> StreamsBatching.check(config))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Completes tombstones directly and submits everything else. */
  private final class Deletions implements Intake<String, String, String> {
    private final String partition;

    Deletions(String partition) {
      this.partition = partition;
    }

    @Override
    public void accept(ReceivedRecord<String, String> received, InFlight<String> inFlight) {
      if (received.value() == null) {
        inFlight.complete(null);
      } else {
        batcher.submit(inFlight, received.value());
      }
    }

    @Override
    public void close() {
      closedIntakes.add(partition);
    }
  }

  private void forward(
      ReceivedRecord<String, String> received,
      String result,
      org.apache.kafka.streams.processor.api.ProcessorContext<String, String> context) {
    if (outputsFail.get()) {
      throw new RetryForwardException(new IllegalStateException("away"));
    }
    context.forward(received.withValue(result));
  }

  private Topology topology(String source) {
    return new Topology()
        .addSource("source", new StringDeserializer(), new StringDeserializer(), source)
        .addProcessor("capitals", batching, "source")
        .addSink("sink", "results", new StringSerializer(), new StringSerializer(), "capitals");
  }

  private static Properties config() {
    Properties config = new Properties();
    config.put("application.id", "test");
    config.put("bootstrap.servers", "none:1");
    return config;
  }

  /** Results arrive on other threads and are forwarded when wall-clock time advances. */
  private List<KeyValue<String, String>> results(int count) {
    await()
        .until(
            () -> {
              driver.advanceWallClockTime(Duration.ofMillis(5));
              return results.getQueueSize() >= count;
            });
    return results.readKeyValuesToList();
  }

  private static void fail(String what, Throwable cause) {
    throw new AssertionError(what, cause);
  }
}
