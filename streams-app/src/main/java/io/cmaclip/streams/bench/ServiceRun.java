package io.cmaclip.streams.bench;

import io.cmaclip.cli.ProgressBar;
import io.cmaclip.cli.UserError;
import io.cmaclip.model.listings.Listing;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.broker.LocalCluster;
import io.cmaclip.streams.config.ConfigSource;
import io.cmaclip.streams.config.ServiceConfig;
import io.cmaclip.streams.config.ServiceSettingsReader;
import io.cmaclip.streams.produce.ListingProducer;
import io.cmaclip.streams.service.ClassificationService;
import io.cmaclip.streams.service.ServingModel;
import io.cmaclip.streams.topics.ClusterDoor;
import io.cmaclip.streams.topics.TopicSetup;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import org.apache.kafka.clients.admin.Admin;

/**
 * One run of the real service on the embedded broker: a thread sends listings, never more than a
 * set number ahead of the answers; the caller's thread reads the answers.
 */
final class ServiceRun {
  private static final Duration READY = Duration.ofMinutes(2);
  private static final Duration SILENCE = Duration.ofMinutes(1);
  private static final int MOST_UNANSWERED = 6_000;

  private final LocalCluster cluster;
  private final ServiceConfig base;
  private final AtomicInteger runs = new AtomicInteger();

  ServiceRun(LocalCluster cluster, ServiceConfig base) {
    this.cluster = cluster;
    this.base = base;
  }

  /**
   * Lets the service answer so many listings.
   *
   * @param what shown beside the progress
   * @param model its predictors are closed
   * @param listings by number, from 0; ids differ
   */
  Throughput measure(String what, ServingModel model, int count, IntFunction<Listing> listings)
      throws InterruptedException {
    ServiceConfig config = config(runs.incrementAndGet());
    ServiceSettingsReader settings = new ServiceSettingsReader(config);
    AtomicReference<String> failure = new AtomicReference<>();
    try (EventSerdes serdes = EventSerdes.create(config.serdeProperties())) {
      try (Admin admin = ClusterDoor.open(config.clientProperties())) {
        new TopicSetup(admin, settings.topicNames(), settings.topics())
            .prepare(settings.service().maxInlinePictureBytes());
      }
      try (ClassificationService service =
              ClassificationService.open(
                  settings.service(), model, serdes, (fatal, cause) -> failure.set(fatal));
          AnswerCounter answers =
              new AnswerCounter(config.consumerProperties(), settings.topicNames(), count);
          ListingProducer producer =
              new ListingProducer(
                  config.producerProperties(),
                  serdes,
                  settings.topicNames().listings(),
                  InstantSource.system());
          ProgressBar bar = ProgressBar.start(what, "listings", count)) {
        service.start();
        if (!service.awaitReady(READY)) {
          throw new UserError("the service is not ready: " + service.problem().orElse("unknown"));
        }
        Thread sender = new Thread(() -> send(producer, answers, count, listings, failure));
        sender.setDaemon(true);
        sender.start();
        long quietSince = System.nanoTime();
        while (!answers.isComplete() && failure.get() == null) {
          int more = answers.poll();
          bar.step(more);
          quietSince = more > 0 ? System.nanoTime() : quietSince;
          if (System.nanoTime() - quietSince > SILENCE.toNanos()) {
            failure.set("no answer for " + SILENCE.toSeconds() + " s");
          }
        }
        sender.interrupt();
        sender.join();
        if (failure.get() != null) {
          throw new UserError("the run failed: " + failure.get());
        }
        return answers.throughput();
      }
    }
  }

  private static void send(
      ListingProducer producer,
      AnswerCounter answers,
      int count,
      IntFunction<Listing> listings,
      AtomicReference<String> failure) {
    try {
      for (int i = 0; i < count && !Thread.currentThread().isInterrupted(); i++) {
        answers.awaitAtLeast(i - MOST_UNANSWERED);
        var unused =
            producer.send(
                listings.apply(i),
                (metadata, problem) -> {
                  if (problem != null) {
                    failure.compareAndSet(null, "sending: " + problem.getMessage());
                  }
                });
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failure.compareAndSet(null, "sending: " + e);
    }
  }

  /** Topics and consumer group of its own for each run. */
  private ServiceConfig config(int run) {
    Map<String, String> own = new TreeMap<>(cluster.settings());
    own.put("application.id", "bench-" + run);
    for (String topic : List.of("listings", "attributes", "review", "dead-letter")) {
      own.put("topics." + topic, "bench-" + run + "-" + topic);
    }
    return base.with(ConfigSource.flags(own));
  }
}
