package io.cmaclip.batching.example;

import io.cmaclip.batching.Batcher;
import io.cmaclip.batching.ReceivedRecord;
import io.cmaclip.batching.ResultForwarder;
import io.cmaclip.batching.StreamsBatching;
import io.cmaclip.embedded.broker.BrokerSettings;
import io.cmaclip.embedded.broker.EmbeddedBroker;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.serialization.IntegerSerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;

/** Scores reviews with a slow model, exactly once: topic reviews in, topic scores out. */
public final class ScoredReviews {
  private static final StringDeserializer FROM = new StringDeserializer();

  private ScoredReviews() {}

  /** The model: a call takes 20 ms, however many reviews it gets. */
  private static List<Integer> score(List<String> reviews) {
    LockSupport.parkNanos(20_000_000);
    return reviews.stream().map(review -> review.contains("love") ? 5 : 1).toList();
  }

  private static void start(String bootstrap) {
    Batcher<String, Integer> batcher =
        Batcher.<String, Integer>builder(
                List.of(ScoredReviews::score), (what, cause) -> Runtime.getRuntime().halt(1))
            .build();
    StreamsBatching<String, String, String, Integer> scoring =
        StreamsBatching.builder(
                "reviews",
                partition -> batcher.<String, String>intake(ReceivedRecord::value),
                ResultForwarder.<String, String, Integer>valueOnly())
            .build();
    Topology topology =
        new Topology()
            .addSource(AutoOffsetReset.earliest(), "reviews", FROM, FROM, "reviews")
            .addProcessor("score", scoring, "reviews")
            .addSink("scores", "scores", new StringSerializer(), new IntegerSerializer(), "score");
    Properties config = new Properties();
    config.put("bootstrap.servers", bootstrap);
    config.put("application.id", "scored-reviews");
    config.put("processing.guarantee", "exactly_once_v2");
    config.put("consumer.session.timeout.ms", "6000"); // time until another instance takes over
    KafkaStreams streams = scoring.kafkaStreams(topology, config);
    batcher.start();
    streams.start();
  }

  /**
   * With a bootstrap address: scores until it is killed. Without: scores 20,000 reviews on an
   * embedded broker.
   */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 1) {
      start(arguments[0]);
      return;
    }
    int count = 20_000;
    EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.temporary());
    Reviews reviews = new Reviews(broker.bootstrap());
    reviews.write(count);
    long start = System.nanoTime();
    start(broker.bootstrap());
    while (reviews.scores().size() < count) {
      System.out.printf("%,d of %,d reviews are scored%n", reviews.scores().size(), count);
      Thread.sleep(500);
    }
    System.out.printf("all, in %.1f s%n", (System.nanoTime() - start) / 1e9);
    System.exit(0);
  }
}
