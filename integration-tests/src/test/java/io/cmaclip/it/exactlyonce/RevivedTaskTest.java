package io.cmaclip.it.exactlyonce;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.cmaclip.streams.batching.FakePredictor;
import io.cmaclip.streams.batching.InFlightSettings;
import io.cmaclip.streams.service.Guarantee;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@Timeout(240)
class RevivedTaskTest {
  private static final int LISTINGS = 20_000;

  @TempDir Path folder;
  private final List<String> fatal = new CopyOnWriteArrayList<>();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger streamThread =
      (Logger) LoggerFactory.getLogger("org.apache.kafka.streams.processor.internals.StreamThread");

  @BeforeEach
  void listen() {
    log.start();
    streamThread.addAppender(log);
    streamThread.setLevel(Level.WARN);
  }

  @AfterEach
  void stopListening() {
    streamThread.detachAppender(log);
  }

  @Test
  void aCommitThatTimesOutAndRevivesTheTaskLosesNothingAndDoublesNothing() throws Exception {
    try (TestCluster cluster = new TestCluster(folder, FakeService.MAX_INLINE);
        NumberedListings listings = new NumberedListings(cluster);
        Answers answers = Answers.numbered(cluster);
        FakeService fake =
            new FakeService(
                cluster.bootstrap(),
                cluster.registryUrl(),
                Guarantee.EXACTLY_ONCE_V2,
                new FakePredictor(Duration.ofMillis(20), Duration.ofNanos(300_000)),
                InFlightSettings.DEFAULT,
                Map.of("producer.max.block.ms", "2000"),
                (what, cause) -> fatal.add(what + ": " + cause))) {
      assertThat(fake.service.awaitReady(Duration.ofMinutes(1))).isTrue();
      listings.send(0, LISTINGS);
      assertThat(answers.awaitAnswered(LISTINGS / 10, Duration.ofMinutes(1))).isTrue();
      assertThat(fake.service.bytesInFlight()).as("in flight when it goes").isPositive();

      cluster.stopBroker();
      Thread.sleep(10_000);
      cluster.restartBroker();

      answers.awaitAnswered(LISTINGS, Duration.ofMinutes(2));
      answers.awaitQuiet();
      assertThat(log.list)
          .as("the commit timed out and the tasks were revived")
          .anyMatch(event -> event.getFormattedMessage().contains("are corrupted"));
      assertThat(answers.answered()).as("answered").isEqualTo(LISTINGS);
      assertThat(answers.doubled()).as("doubled").isZero();
      assertThat(answers.outOfOrder()).as("out of order").isZero();
      assertThat(fatal).isEmpty();
    }
  }
}
