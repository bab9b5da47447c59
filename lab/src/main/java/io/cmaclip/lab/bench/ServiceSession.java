package io.cmaclip.lab.bench;

import io.cmaclip.cli.ProgressBar;
import io.cmaclip.embedded.broker.LocalCluster;
import io.cmaclip.events.ListingAttributes;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.listings.Listing;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.config.ConfigSource;
import io.cmaclip.streams.config.ServiceConfig;
import io.cmaclip.streams.config.ServiceSettingsReader;
import io.cmaclip.streams.events.InputReaders;
import io.cmaclip.streams.metrics.ServiceMeters;
import io.cmaclip.streams.models.ServingModel;
import io.cmaclip.streams.produce.ListingProducer;
import io.cmaclip.streams.service.ClassificationService;
import io.cmaclip.streams.topics.ClusterDoor;
import io.cmaclip.streams.topics.CommittedRecords;
import io.cmaclip.streams.topics.TopicSetup;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * The service on the embedded broker, running over several measurements. A background thread sends
 * listings with a limit of unanswered ones; the caller's thread reads the answers.
 */
final class ServiceSession implements AutoCloseable {
  private static final Duration READY = Duration.ofMinutes(2);
  private static final Duration SILENCE = Duration.ofMinutes(1);
  private static final int LEAST_UNANSWERED = 512;
  static final int MOST_UNANSWERED = 3_000;

  private final EventSerdes serdes;
  private final ClassificationService service;
  private final AnswerCounter answers;
  private final ListingProducer producer;
  private final AtomicReference<String> failure;
  private final Supplier<CommittedRecords> allAnswers;

  private ServiceSession(
      EventSerdes serdes,
      ClassificationService service,
      AnswerCounter answers,
      ListingProducer producer,
      AtomicReference<String> failure,
      Supplier<CommittedRecords> allAnswers) {
    this.serdes = serdes;
    this.service = service;
    this.answers = answers;
    this.producer = producer;
    this.failure = failure;
    this.allAnswers = allAnswers;
  }

  /**
   * Starts a service with separate topics and consumer group, and waits until it is ready. Reads
   * the input topic in the format and with the mapping of the configuration.
   *
   * @param name unique name on the cluster
   * @param model closed with the session
   * @param times source of the measured CPU time
   */
  static ServiceSession open(
      String name,
      LocalCluster cluster,
      ServiceConfig base,
      ServingModel model,
      ServiceMeters meters,
      CpuTimes times)
      throws InterruptedException {
    ServiceConfig config = config(name, cluster, base);
    ServiceSettingsReader settings = new ServiceSettingsReader(config);
    AtomicReference<String> failure = new AtomicReference<>();
    try (Admin admin = ClusterDoor.open(config.clientProperties())) {
      TopicSetup setup = new TopicSetup(admin, settings.topicNames(), settings.topics());
      setup.prepare(settings.service().maxInlineImageBytes());
      if (settings.unchanged().reclassifyTopic() != null) {
        setup.prepareReclassify(settings.unchanged().reclassifyTopic());
      }
    }
    InputReaders readers = new InputReaders(settings.inputs());
    EventSerdes serdes = EventSerdes.create(config.serdeProperties());
    ServiceSession session =
        new ServiceSession(
            serdes,
            ClassificationService.builder(
                    settings.service(), model, serdes, (fatal, cause) -> failure.set(fatal))
                .readers(readers.open(serdes))
                .meters(meters)
                .unchanged(settings.unchanged())
                .open(),
            new AnswerCounter(config.consumerProperties(), settings.topicNames(), times),
            new ListingProducer(
                config.producerProperties(),
                serdes,
                settings.topicNames().listings(),
                InstantSource.system()),
            failure,
            () ->
                CommittedRecords.of(
                    config.consumerProperties(),
                    List.of(settings.topicNames().attributes()),
                    Duration.ofMillis(20)));
    session.service.start();
    if (!session.service.awaitReady(READY)) {
      String problem = session.service.problem().orElse("unknown");
      session.close();
      throw new UserException("the service is not ready: " + problem);
    }
    return session;
  }

  /**
   * Measures the throughput for {@code count} listings. The sender keeps a constant number of
   * listings unanswered, and sends as many listings before and after the measured ones. So as many
   * listings enter the service during the measurement as leave it: neither a full queue at its
   * start nor an empty one at its end changes the rate.
   *
   * @param what label of the progress bar
   * @param listings returns any listing by its number from 0
   */
  Throughput measure(String what, int count, IntFunction<Listing> listings)
      throws InterruptedException {
    return measure(what, count, unanswered(count), listings);
  }

  /**
   * The same with a number of unanswered listings. With as many as the service holds in flight, it
   * never waits for the sender, as with a backlog.
   */
  Throughput measure(String what, int count, int unanswered, IntFunction<Listing> listings)
      throws InterruptedException {
    return measure(what, count, unanswered, listings, producer::bytes);
  }

  /**
   * Measures as {@link #measure(String, int, IntFunction)} does.
   *
   * @param events makes the event of a listing
   */
  Throughput measure(
      String what, int count, IntFunction<Listing> listings, Function<Listing, byte[]> events)
      throws InterruptedException {
    return measure(what, count, unanswered(count), listings, events);
  }

  private static int unanswered(int count) {
    return Math.min(MOST_UNANSWERED, Math.max(LEAST_UNANSWERED, count / 2));
  }

  private Throughput measure(
      String what,
      int count,
      int unanswered,
      IntFunction<Listing> listings,
      Function<Listing, byte[]> events)
      throws InterruptedException {
    int all = count + 2 * unanswered;
    answers.expect(unanswered, count, unanswered);
    try (ProgressBar bar = ProgressBar.start(what, "listings", all)) {
      Thread sender = new Thread(() -> send(all, unanswered, listings, events), ThreadTimes.SENDER);
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
        throw new UserException("the run failed: " + failure.get());
      }
      return answers.throughput();
    }
  }

  /** All committed answers; closed by the caller. */
  CommittedRecords answers() {
    return allAnswers.get();
  }

  /** The last committed answer of each key. */
  Map<String, ListingAttributes> lastAnswers() {
    Map<String, ListingAttributes> last = new HashMap<>();
    Deserializer<ListingAttributes> deserializer =
        serdes.serde(ListingAttributes.class).deserializer();
    try (CommittedRecords records = answers()) {
      records.drain(
          record ->
              last.put(
                  new String(record.key(), StandardCharsets.UTF_8),
                  deserializer.deserialize(record.topic(), record.value())));
    }
    return last;
  }

  static String applicationId(String name) {
    return "bench-" + name;
  }

  @Override
  public void close() {
    producer.close();
    answers.close();
    service.close();
    serdes.close();
  }

  private void send(
      int count, int unanswered, IntFunction<Listing> listings, Function<Listing, byte[]> events) {
    try {
      for (int i = 0; i < count && !Thread.currentThread().isInterrupted(); i++) {
        answers.awaitAtLeast(i - unanswered);
        Listing listing = listings.apply(i);
        var unused =
            producer.sendRaw(
                listing.id().getBytes(StandardCharsets.UTF_8),
                events.apply(listing),
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

  /** The configuration of the service with this name. */
  static ServiceConfig config(String name, LocalCluster cluster, ServiceConfig base) {
    Map<String, String> own = new TreeMap<>(cluster.settings());
    own.put("application.id", applicationId(name));
    for (String topic : List.of("listings", "attributes", "review", "dead-letter")) {
      own.put("topics." + topic, "bench-" + name + "-" + topic);
    }
    return base.with(ConfigSource.flags(own));
  }
}
