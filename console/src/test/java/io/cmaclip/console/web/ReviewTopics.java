package io.cmaclip.console.web;

import io.cmaclip.console.images.ItemImages;
import io.cmaclip.console.quality.Testing;
import io.cmaclip.console.queue.QueueService;
import io.cmaclip.console.queue.QueueSettings;
import io.cmaclip.embedded.broker.LocalCluster;
import io.cmaclip.events.AlternativeLabel;
import io.cmaclip.events.ListingImage;
import io.cmaclip.events.ProductListing;
import io.cmaclip.events.ReviewDecision;
import io.cmaclip.events.ReviewItem;
import io.cmaclip.events.SourceRecord;
import io.cmaclip.events.TaskAttribute;
import io.cmaclip.fixtures.Events;
import io.cmaclip.model.explain.Explainer;
import io.cmaclip.model.image.ImageLimits;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.events.InputSettings;
import io.cmaclip.streams.events.SourceListings;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;

/** A cluster with the topics of the queue, and items in them. */
public final class ReviewTopics implements AutoCloseable {
  public static final QueueSettings.Topics TOPICS =
      new QueueSettings.Topics("listing-review", "listing-attributes", "review-decisions");
  private static final String LISTINGS = "listings";
  private static final int PARTITIONS = 2;
  private static final Duration LEASE = Duration.ofSeconds(60);

  private final LocalCluster cluster = LocalCluster.start();
  private final String bootstrap = cluster.settings().get("kafka.bootstrap.servers");
  private final EventSerdes serdes =
      EventSerdes.create(
          Map.of("schema.registry.url", cluster.settings().get("schema.registry.url")));

  private final SourceListings sources =
      SourceListings.open(
          Map.of(LISTINGS, InputSettings.DEFAULT), serdes, Map.of("bootstrap.servers", bootstrap));

  public ReviewTopics() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      admin
          .createTopics(
              List.of(LISTINGS, TOPICS.review(), TOPICS.attributes(), TOPICS.decisions()).stream()
                  .map(name -> new NewTopic(name, PARTITIONS, (short) 1))
                  .toList())
          .all()
          .get();
    }
  }

  /** Configuration keys of the cluster and the topics. */
  public Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>(cluster.settings());
    settings.put("topics.decisions", TOPICS.decisions());
    return settings;
  }

  /** Starts a console's queue; those with the same settings share the partitions. */
  public QueueService service(Path state) {
    return service(state, Testing.NONE);
  }

  /** The same, with tests of reviewers. */
  QueueService service(Path state, Testing testing) {
    Map<String, Object> client = Map.of("bootstrap.servers", bootstrap);
    return QueueService.start(
        new QueueSettings("test-console", TOPICS, LEASE, Duration.ofDays(36_500), testing),
        new QueueService.Clients(
            Map.of("bootstrap.servers", bootstrap, "state.dir", state.toString()), client, client),
        serdes,
        failure -> StreamThreadExceptionResponse.REPLACE_THREAD);
  }

  /** What a page shows of a queue; the explainer may be null. */
  Backend backend(QueueService queue, Explainer explainer) {
    return new Backend(
        queue.queue(), queue.records(), new ItemImages(ImageLimits.DEFAULT, sources), explainer);
  }

  /**
   * Sends an item whose image is only in the source record.
   *
   * @param sha256 what the item says about the image
   */
  void sendWithSource(String title, byte[] image, String sha256) throws Exception {
    byte[] key = "listing-0".getBytes(StandardCharsets.UTF_8);
    ReviewItem item = item(0, title);
    ProductListing listing = item.getListing();
    listing.setImages(List.of(ListingImage.newBuilder().setBytes(ByteBuffer.wrap(image)).build()));
    try (KafkaProducer<byte[], byte[]> producer = producer()) {
      var unused = producer.send(new ProducerRecord<>(LISTINGS, 0, key, new byte[] {1}));
      byte[] value = serdes.serde(ProductListing.class).serializer().serialize(LISTINGS, listing);
      long offset = producer.send(new ProducerRecord<>(LISTINGS, 0, key, value)).get().offset();
      item.setSource(new SourceRecord(LISTINGS, 0, offset));
      listing.setImages(List.of(new ListingImage(null, null, sha256)));
      byte[] sent = serdes.serde(ReviewItem.class).serializer().serialize(TOPICS.review(), item);
      producer.send(new ProducerRecord<>(TOPICS.review(), 0, key, sent)).get();
    }
  }

  private KafkaProducer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", bootstrap),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  /** Sends an item with an image and two tasks for each title. */
  public void send(List<String> titles) throws IOException {
    List<ReviewItem> items = new ArrayList<>();
    for (int number = 0; number < titles.size(); number++) {
      items.add(item(number, titles.get(number)));
    }
    sendItems(items);
  }

  /** Sends items in turn to the partitions. */
  void sendItems(List<ReviewItem> items) {
    try (KafkaProducer<byte[], byte[]> producer = producer()) {
      for (int number = 0; number < items.size(); number++) {
        byte[] key = items.get(number).getListing().getListingId().getBytes(StandardCharsets.UTF_8);
        byte[] value =
            serdes
                .serde(ReviewItem.class)
                .serializer()
                .serialize(TOPICS.review(), items.get(number));
        var unused =
            producer.send(new ProducerRecord<>(TOPICS.review(), number % PARTITIONS, key, value));
      }
    }
  }

  /** All decisions, in the order of each partition. */
  public List<ReviewDecision> decisions() {
    List<ReviewDecision> decisions = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> all = new ArrayList<>();
      for (int number = 0; number < PARTITIONS; number++) {
        all.add(new TopicPartition(TOPICS.decisions(), number));
      }
      consumer.assign(all);
      consumer.seekToBeginning(all);
      Map<TopicPartition, Long> ends = consumer.endOffsets(all);
      while (all.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
        consumer
            .poll(Duration.ofMillis(100))
            .forEach(
                record ->
                    decisions.add(
                        serdes
                            .serde(ReviewDecision.class)
                            .deserializer()
                            .deserialize(record.topic(), record.value())));
      }
    }
    return decisions;
  }

  /** An item with an image and two tasks. */
  static ReviewItem item(int number, String title) throws IOException {
    ReviewItem item = Events.reviewItem();
    item.getListing().setListingId("listing-" + number);
    item.getListing().setTitle(title);
    item.getListing()
        .setImages(
            List.of(
                ListingImage.newBuilder().setBytes(ByteBuffer.wrap(image(number))).build(),
                ListingImage.newBuilder().setUrl("http://pictures.example/7.jpg").build()));
    item.getAttributes().setListingId("listing-" + number);
    item.getAttributes().setProcessedAt(Instant.ofEpochMilli(number + 1L));
    item.getAttributes().setAttributes(List.of(task("colour", "red"), task("pattern", "plain")));
    item.setPriority(1 - number / 1_000.0);
    return item;
  }

  private static TaskAttribute task(String name, String label) {
    return TaskAttribute.newBuilder()
        .setTask(name)
        .setLabel(label)
        .setConfidence(0.41)
        .setImageWeight(0.8)
        .setTextWeight(0.2)
        .setAlternatives(
            List.of(
                AlternativeLabel.newBuilder().setLabel("blue").setConfidence(0.3).build(),
                AlternativeLabel.newBuilder().setLabel("green").setConfidence(0.2).build()))
        .build();
  }

  static byte[] image(int number) throws IOException {
    BufferedImage image = new BufferedImage(480, 360, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.getHSBColor(number / 50f, 0.5f, 0.9f));
    graphics.fillRect(0, 0, 480, 360);
    graphics.setColor(Color.DARK_GRAY);
    graphics.fillOval(140, 80, 200, 200);
    graphics.dispose();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "jpg", out);
    return out.toByteArray();
  }

  /** Serdes of the registry. */
  public EventSerdes serdes() {
    return serdes;
  }

  @Override
  public void close() {
    sources.close();
    serdes.close();
    cluster.close();
  }
}
