package io.cmaclip.streams.operations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cmaclip.embedded.broker.LocalCluster;
import io.cmaclip.fixtures.FakePredictor;
import io.cmaclip.fixtures.FakePreparer;
import io.cmaclip.model.listings.Listing;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.config.ConfigSource;
import io.cmaclip.streams.config.ServiceConfig;
import io.cmaclip.streams.config.ServiceSettingsReader;
import io.cmaclip.streams.metrics.ServedModel;
import io.cmaclip.streams.models.ServingModel;
import io.cmaclip.streams.produce.ListingProducer;
import io.cmaclip.streams.review.Review;
import io.cmaclip.streams.review.Reviewer;
import io.cmaclip.streams.service.ClassificationService;
import io.cmaclip.streams.topics.ClusterDoor;
import io.cmaclip.streams.topics.TopicSetup;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Health and metrics of a service on a real broker, while it works and while it fails. */
@Timeout(240)
class WatchedServiceTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Reviewer NO_REVIEW =
      (prediction, image, text, declared) -> new Review(prediction, List.of(), 0);
  private static LocalCluster cluster;
  private static int count;

  private final HttpClient client = HttpClient.newHttpClient();
  private final FakePredictor predictor = new FakePredictor();
  private final List<String> fatal = new CopyOnWriteArrayList<>();
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private Operations operations;
  private ClassificationService service;
  private ListingProducer producer;

  @BeforeAll
  static void startCluster() {
    cluster = LocalCluster.start();
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @AfterEach
  void close() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  @Test
  void aHealthyServiceIsReadyAndCountsItsListings() throws Exception {
    start(Map.of(), NO_REVIEW);
    await("/health/ready", 200);
    assertThat(ask("/health/live").statusCode()).isEqualTo(200);
    for (int i = 0; i < 20; i++) {
      send("id-" + i);
    }
    producer.sendRaw("id-1".getBytes(UTF_8), null, null).get();
    producer.sendRaw(null, new byte[] {1}, null).get();
    awaitValue("cmaclip_listings_received_total", 22);
    awaitValue("cmaclip_listings_labelled_total", 20);
    awaitValue("cmaclip_listings_deleted_total", 1);
    awaitValue("cmaclip_dead_letters_total{reason=\"KEY_MISSING\"}", 1);
    awaitValue("cmaclip_answers_total{accepted=\"true\",task=\"colour\"}", 20);
    awaitValue("cmaclip_latency_service_seconds_count", 22);
    awaitValue("cmaclip_latency_updated_seconds_count", 20);
    awaitValue("cmaclip_batch_wait_seconds_count", 20);
    awaitValue("cmaclip_preparation_seconds_count", 20);
    awaitValue("cmaclip_inflight_listings", 0);
    awaitValue("cmaclip_offsets_held", 0);
    awaitValue("cmaclip_ready", 1);
    assertThat(value("cmaclip_batch_size_sum")).isEqualTo(20);
    assertThat(ask("/metrics").body())
        .contains("kafka_stream_alive_stream_threads", "kafka_consumer_fetch_manager_records_lag")
        .contains("kafka_producer_record_send_total", "jvm_threads_live_threads");

    service.close();
    assertThat(ask("/health/ready").statusCode()).isEqualTo(503);
    assertThat(ask("/health/live").statusCode()).isEqualTo(200);
    assertThat(fatal).isEmpty();
  }

  @Test
  void aPredictorThatFailsItsSelfTestMakesTheServiceUnreadyButLive() throws Exception {
    predictor.setUnhealthy(true);
    start(Map.of("predictor.longest-retry", "100 ms"), NO_REVIEW);
    awaitValue("cmaclip_predictor_ready", 0);
    HttpResponse<String> ready = await("/health/ready", 503);
    assertThat(detail(ready, "predictor")).contains("the self-test fails");
    assertThat(ask("/health/live").statusCode()).isEqualTo(200);
    predictor.setUnhealthy(false);
    await("/health/ready", 200);
    assertThat(fatal).isEmpty();
  }

  @Test
  void aStalledPredictorMakesTheServiceUnreadyThenNotLiveThenExit() throws Exception {
    CountDownLatch stall = new CountDownLatch(1);
    open.push(stall::countDown);
    predictor.before(
        batch -> {
          try {
            stall.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    start(Map.of("predictor.stall-unready", "200 ms", "predictor.stall-exit", "15 s"), NO_REVIEW);
    await("/health/ready", 200);
    send("id");
    HttpResponse<String> ready = await("/health/ready", 503);
    assertThat(detail(ready, "predictor")).contains("a call has been running");
    assertThat(ask("/health/live").statusCode()).as("live").isEqualTo(200);
    assertThat(fatal).isEmpty();
    assertThat(value("cmaclip_inflight_listings")).isEqualTo(1);
    assertThat(value("cmaclip_offsets_held")).isEqualTo(1);
    assertThat(value("cmaclip_inflight_age_seconds")).isGreaterThan(0.1);
    assertThat(value("cmaclip_forward_running_seconds")).isGreaterThan(0.1);
    assertThat(value("cmaclip_ready")).isZero();

    HttpResponse<String> live = await("/health/live", 503);
    assertThat(detail(live, "predictor")).contains("has been running for");
    awaitFatal("a call of predictor has not returned");
  }

  @Test
  void failedStreamThreadsAreReplacedUpToTheLimit() throws Exception {
    AtomicInteger failures = new AtomicInteger();
    start(
        Map.of(
            "failures.max-replacements",
            "1",
            "threads",
            "1",
            "kafka.consumer.session.timeout.ms",
            "6000",
            "kafka.consumer.heartbeat.interval.ms",
            "1000"),
        (prediction, image, text, declared) -> {
          failures.incrementAndGet();
          throw new IllegalStateException("the reviewer fails");
        });
    await("/health/ready", 200);
    send("id");
    awaitFatal("stream threads failed 2 times");
    awaitFatal("Kafka Streams ended in state ERROR");
    assertThat(failures).hasValue(2);
    await("/health/live", 503);
    assertThat(detail(ask("/health/ready"), "kafka")).contains("ERROR");
  }

  @Test
  void anUnexpectedEndOfKafkaStreamsEndsTheProcess() throws Exception {
    start(Map.of(), NO_REVIEW);
    await("/health/ready", 200);
    service.streams().close();
    awaitFatal("Kafka Streams ended in state NOT_RUNNING");
    assertThat(ask("/health/live").statusCode()).isEqualTo(503);
  }

  private void start(Map<String, String> settings, Reviewer reviewer) throws Exception {
    count++;
    ServiceSettingsReader reader = new ServiceSettingsReader(config(settings));
    operations = Operations.open(reader.operations(), reader.drift(), new Information(Map.of()));
    open.push(operations);
    try (Admin admin = ClusterDoor.open(config(settings).clientProperties())) {
      new TopicSetup(admin, reader.topicNames(), reader.topics()).prepare(0);
    }
    EventSerdes serdes = EventSerdes.create(config(settings).serdeProperties());
    open.push(serdes);
    operations.serves(
        new ServedModel(FakePredictor.MODEL, Map.of("colour", List.of("red", "blue")), null));
    service =
        ClassificationService.builder(
                reader.service(),
                new ServingModel(List.of(predictor), new FakePreparer()::prepare, 1000, reviewer),
                serdes,
                (what, cause) -> fatal.add(what))
            .meters(operations.meters())
            .open();
    open.push(service);
    operations.watch(service);
    producer =
        new ListingProducer(
            config(settings).producerProperties(),
            serdes,
            reader.topicNames().listings(),
            InstantSource.system());
    open.push(producer);
    service.start();
  }

  private ServiceConfig config(Map<String, String> settings) {
    Map<String, String> all = new TreeMap<>(cluster.settings());
    all.put("operations.port", "0");
    all.put("application.id", "watched-" + count);
    for (String topic : List.of("listings", "attributes", "review", "dead-letter", "suspects")) {
      all.put("topics." + topic, "watched-" + count + "-" + topic);
    }
    all.put("topics.partitions", "2");
    all.putAll(settings);
    return ServiceConfig.of(List.of(ConfigSource.flags(all)));
  }

  private void send(String id) throws Exception {
    var unused = producer.send(new Listing(id, "red dress", null, null, Map.of()), null);
    producer.flush();
  }

  private HttpResponse<String> ask(String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + operations.port() + path)).build(),
        BodyHandlers.ofString());
  }

  /** The first response with that status. */
  private HttpResponse<String> await(String path, int status) {
    return patiently().until(() -> ask(path), answer -> answer.statusCode() == status);
  }

  private void awaitValue(String series, double value) {
    double unused = patiently().until(() -> value(series), now -> now == value);
  }

  private double value(String series) throws Exception {
    return ask("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no series " + series));
  }

  private void awaitFatal(String beginning) {
    List<String> unused =
        patiently()
            .until(() -> fatal, told -> told.stream().anyMatch(what -> what.startsWith(beginning)));
  }

  private static ConditionFactory patiently() {
    return Awaitility.await().pollInterval(Duration.ofMillis(20)).atMost(PATIENCE);
  }

  private static String detail(HttpResponse<String> health, String check) throws Exception {
    for (JsonNode each : JSON.readTree(health.body()).get("checks")) {
      if (each.get("name").asText().equals(check)) {
        return each.get("detail").asText();
      }
    }
    throw new AssertionError("no check " + check + " in " + health.body());
  }
}
