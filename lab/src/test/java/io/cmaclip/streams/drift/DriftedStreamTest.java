package io.cmaclip.streams.drift;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.cmaclip.embedded.broker.LocalCluster;
import io.cmaclip.lab.demo.ShippedListings;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.listings.Listing;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.config.ConfigSource;
import io.cmaclip.streams.config.ServiceConfig;
import io.cmaclip.streams.config.ServiceSettingsReader;
import io.cmaclip.streams.metrics.ServedModel;
import io.cmaclip.streams.models.BundledModel;
import io.cmaclip.streams.operations.Information;
import io.cmaclip.streams.operations.Operations;
import io.cmaclip.streams.produce.ListingProducer;
import io.cmaclip.streams.service.ClassificationService;
import io.cmaclip.streams.topics.ClusterDoor;
import io.cmaclip.streams.topics.TopicSetup;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Drift metrics of the shipped bundle and listings on a broker, read from /metrics. */
@Timeout(180)
class DriftedStreamTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** Slightly fewer than the listings with image and title, so that a pass fills the window. */
  private static final int WINDOW = 280;

  private static final int SERIES = 9;
  private static final Pattern INDEX =
      Pattern.compile("cmaclip_drift\\{measure=\"(\\w+)\",task=\"(\\w+)\"} (\\S+)");

  private final HttpClient client = HttpClient.newHttpClient();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(DriftWatch.class);
  private final List<String> fatal = new CopyOnWriteArrayList<>();
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private Operations operations;
  private ListingProducer producer;

  @BeforeEach
  void serve() throws Exception {
    log.list = new CopyOnWriteArrayList<>();
    log.start();
    logger.addAppender(log);
    LocalCluster cluster = opened(LocalCluster.start());
    ServiceConfig config = config(cluster);
    ServiceSettingsReader reader = new ServiceSettingsReader(config);
    try (Admin admin = ClusterDoor.open(config.clientProperties())) {
      new TopicSetup(admin, reader.topicNames(), reader.topics()).prepare(0);
    }
    operations =
        opened(Operations.open(reader.operations(), reader.drift(), new Information(Map.of())));
    EventSerdes serdes = opened(EventSerdes.create(config.serdeProperties()));
    Bundle bundle = Bundle.open(Path.of("../bundles/garments"));
    BundledModel model = opened(BundledModel.load(bundle, reader.model()));
    operations.serves(ServedModel.of(bundle));
    ClassificationService service =
        opened(
            ClassificationService.builder(
                    reader.service(), model.serving(), serdes, (what, cause) -> fatal.add(what))
                .meters(operations.meters())
                .open());
    producer =
        opened(
            new ListingProducer(
                config.producerProperties(),
                serdes,
                reader.topicNames().listings(),
                InstantSource.system()));
    service.start();
  }

  @AfterEach
  void close() throws Exception {
    logger.detachAppender(log);
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  @Test
  void swappedImagesRaiseTheDriftIndexAndUnchangedListingsDoNot() throws Exception {
    List<Listing> listings = ShippedListings.all();
    send(listings);
    Map<String, Double> usual = await(index -> !index.containsValue(Double.NaN));
    assertThat(usual).hasSize(SERIES).allSatisfy((of, index) -> assertThat(index).isLessThan(0.25));
    assertThat(warnings()).isEmpty();

    send(withTheNextOnesImage(listings));
    Map<String, Double> disturbed =
        await(index -> usual.entrySet().stream().noneMatch(index.entrySet()::contains));
    assertThat(disturbed.get("colour confidence")).isGreaterThan(0.25);
    assertThat(disturbed.get("pattern image_weight")).isGreaterThan(0.25);
    assertThat(disturbed.get("style label"))
        .as("the label distribution is unchanged")
        .isLessThan(0.25);
    assertThat(warnings())
        .anySatisfy(line -> assertThat(line).startsWith("drift of colour, confidence: index "))
        .anySatisfy(line -> assertThat(line).startsWith("drift of pattern, image_weight: index "));
    assertThat(client.send(request("/info"), BodyHandlers.ofString()).body())
        .contains("\"drift\":\"watched\"");
    assertThat(fatal).isEmpty();
  }

  private static List<Listing> withTheNextOnesImage(List<Listing> listings) {
    List<byte[]> images = new ArrayList<>();
    listings.stream().filter(l -> l.image() != null).forEach(l -> images.add(l.image()));
    List<Listing> swapped = new ArrayList<>();
    int next = 1;
    for (Listing own : listings) {
      boolean illustrated = own.image() != null;
      byte[] image = illustrated ? images.get(next++ % images.size()) : null;
      swapped.add(new Listing(own.id(), own.title(), own.fileName(), image, own.fields()));
    }
    return swapped;
  }

  private void send(List<Listing> listings) {
    for (Listing listing : listings) {
      var unused = producer.send(listing, null);
    }
    producer.flush();
  }

  /** Waits for an index by task and measure. */
  private Map<String, Double> await(Predicate<Map<String, Double>> wanted) {
    return Awaitility.await()
        .atMost(PATIENCE)
        .until(this::index, index -> index.size() >= SERIES && wanted.test(index));
  }

  private Map<String, Double> index() throws Exception {
    Map<String, Double> index = new TreeMap<>();
    Matcher matcher =
        INDEX.matcher(client.send(request("/metrics"), BodyHandlers.ofString()).body());
    while (matcher.find()) {
      index.put(matcher.group(2) + " " + matcher.group(1), Double.valueOf(matcher.group(3)));
    }
    return index;
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + operations.port() + path))
        .build();
  }

  private List<String> warnings() {
    return log.list.stream()
        .filter(event -> event.getLevel() == Level.WARN)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  private static ServiceConfig config(LocalCluster cluster) {
    Map<String, String> all = new TreeMap<>(cluster.settings());
    all.put("operations.port", "0");
    all.put("topics.partitions", "4");
    all.put("drift.window", "" + WINDOW);
    all.put("drift.minimum", "" + WINDOW);
    return ServiceConfig.of(List.of(ConfigSource.flags(all)));
  }

  private <C extends AutoCloseable> C opened(C resource) {
    open.push(resource);
    return resource;
  }
}
