package io.cmaclip.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.batching.BatchSettings;
import io.cmaclip.batching.Batcher;
import io.cmaclip.batching.InFlightLimits;
import io.cmaclip.embedded.registry.EmbeddedRegistry;
import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ListingImage;
import io.cmaclip.events.ProductListing;
import io.cmaclip.events.ReviewDecision;
import io.cmaclip.events.ReviewItem;
import io.cmaclip.fixtures.FakePredictor;
import io.cmaclip.fixtures.FakePreparer;
import io.cmaclip.model.prediction.ModalityStatus;
import io.cmaclip.model.prediction.ModelIdentity;
import io.cmaclip.model.review.ReviewCode;
import io.cmaclip.model.review.ReviewReason;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.decisions.DecisionResult;
import io.cmaclip.streams.decisions.DecisionSettings;
import io.cmaclip.streams.events.ListingReader;
import io.cmaclip.streams.images.ImageSettings;
import io.cmaclip.streams.images.ImageSource;
import io.cmaclip.streams.models.GuardedPredictor;
import io.cmaclip.streams.models.ModelVersion;
import io.cmaclip.streams.models.ModelVersions;
import io.cmaclip.streams.models.Onlooker;
import io.cmaclip.streams.models.ServingModel;
import io.cmaclip.streams.models.UsedModalities;
import io.cmaclip.streams.quarantine.Quarantine;
import io.cmaclip.streams.quarantine.RetrySettings;
import io.cmaclip.streams.quarantine.RunGuard;
import io.cmaclip.streams.reclassify.SourceOffset;
import io.cmaclip.streams.review.ListingValue;
import io.cmaclip.streams.review.Review;
import io.cmaclip.streams.review.ReviewBudget;
import io.cmaclip.streams.review.Reviewer;
import io.cmaclip.streams.topics.RecordLimits;
import io.cmaclip.streams.topics.TopicNames;
import io.cmaclip.streams.unchanged.UnchangedResult;
import io.cmaclip.streams.unchanged.UnchangedSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.awaitility.Awaitility;

/** The topology on a TopologyTestDriver, with a fake predictor and a real schema registry. */
final class TopologyHarness implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-05-01T08:00:00Z");
  static final Instant UPDATED = Instant.parse("2026-04-30T10:00:00Z");
  static final long TIME = 1_700_000_000_123L;
  static final RecordLimits LIMITS = new RecordLimits(20_000, 40_000, 30_000);
  static final int MAX_INLINE = 10_000;

  /** Short, for tests of dead letters. */
  static final RetrySettings RETRIES =
      new RetrySettings(Duration.ofMillis(500), Duration.ofMillis(200));

  /** Number of reviews. */
  final AtomicInteger reviews = new AtomicInteger();

  /** Review reasons: declared attribute {@code review}, no modality used, image not fetched. */
  private final Reviewer reviewer =
      (prediction, image, text, declared) -> {
        reviews.incrementAndGet();
        List<ReviewReason> reasons = new ArrayList<>();
        if (declared.containsKey("review")) {
          reasons.add(new ReviewReason(ReviewCode.LOW_CONFIDENCE, "colour", "requested"));
        }
        if (declared.containsKey("review") && image == ModalityStatus.UNREADABLE) {
          reasons.add(new ReviewReason(ReviewCode.IMAGE_UNREADABLE, null, "unreadable"));
        }
        if (prediction == null) {
          reasons.add(new ReviewReason(ReviewCode.IMAGE_MISSING, null, image.name()));
          reasons.add(new ReviewReason(ReviewCode.TEXT_MISSING, null, text.name()));
        } else if (image == ModalityStatus.FETCH_FAILED) {
          reasons.add(new ReviewReason(ReviewCode.IMAGE_MISSING, null, image.name()));
        }
        return new Review(prediction, reasons, reasons.size());
      };

  final FakePredictor predictor = new FakePredictor();
  final FakePreparer preparer = new FakePreparer();
  final List<String> fatal = new CopyOnWriteArrayList<>();
  final Classification classification;
  final ModelVersions models;
  final RunGuard guard = new RunGuard();
  final List<String> submitted = new CopyOnWriteArrayList<>();
  final List<UnchangedResult> results = new CopyOnWriteArrayList<>();
  private final Onlooker onlooker =
      new Onlooker() {
        @Override
        public void listing(
            byte[] key, ProductListing listing, UsedModalities modalities, byte[] image) {
          submitted.add(listing.getListingId());
        }
      };
  final List<DecisionResult> decided = new CopyOnWriteArrayList<>();
  private final EventSerdes serdes;
  private final EventSerdes producerSerdes;
  private final TopologyTestDriver driver;
  private final TestInputTopic<byte[], byte[]> listings;
  private final TestInputTopic<byte[], byte[]> decisions;
  private final TestOutputTopic<byte[], byte[]> attributes;
  private final TestOutputTopic<byte[], byte[]> review;
  private final TestOutputTopic<byte[], byte[]> deadLetter;
  private EmbeddedRegistry registry;
  private boolean tasksClosed;
  private final Path registryFolder;

  TopologyHarness(Path registryFolder) throws IOException {
    this(registryFolder, RETRIES);
  }

  TopologyHarness(Path registryFolder, RetrySettings retries) throws IOException {
    this(
        registryFolder,
        retries,
        ImageSource.none(),
        ImageSettings.DEFAULT,
        UnchangedSettings.DEFAULT,
        Map.of());
  }

  /** The listings topic holds events for a reader. */
  TopologyHarness(Path registryFolder, ListingReader reader) throws IOException {
    this(registryFolder, reader, UnchangedSettings.DEFAULT);
  }

  TopologyHarness(Path registryFolder, ListingReader reader, UnchangedSettings unchanged)
      throws IOException {
    this(
        registryFolder,
        RETRIES,
        ImageSource.none(),
        ImageSettings.DEFAULT,
        unchanged,
        Map.of(TopicNames.DEFAULT.listings(), reader));
  }

  /**
   * @param images not owned
   */
  TopologyHarness(Path registryFolder, ImageSource images, ImageSettings imageSettings)
      throws IOException {
    this(registryFolder, RETRIES, images, imageSettings, UnchangedSettings.DEFAULT, Map.of());
  }

  /**
   * @param images not owned
   */
  TopologyHarness(Path registryFolder, ImageSource images, UnchangedSettings unchanged)
      throws IOException {
    this(registryFolder, RETRIES, images, ImageSettings.DEFAULT, unchanged, Map.of());
  }

  TopologyHarness(Path registryFolder, RetrySettings retries, UnchangedSettings unchanged)
      throws IOException {
    this(registryFolder, retries, ImageSource.none(), ImageSettings.DEFAULT, unchanged, Map.of());
  }

  private TopologyHarness(
      Path registryFolder,
      RetrySettings retries,
      ImageSource images,
      ImageSettings imageSettings,
      UnchangedSettings unchanged,
      Map<String, ListingReader> readers)
      throws IOException {
    this(
        registryFolder,
        builder ->
            builder
                .readers(readers)
                .retries(retries)
                .unchanged(unchanged)
                .images(images, imageSettings),
        DecisionSettings.OFF);
  }

  /** The topology reads decisions of reviewers or takes an audit sample. */
  TopologyHarness(Path registryFolder, UnchangedSettings unchanged, DecisionSettings settings)
      throws IOException {
    this(registryFolder, builder -> builder.retries(RETRIES).unchanged(unchanged), settings);
  }

  /** The topology has a review budget. */
  TopologyHarness(
      Path registryFolder, UnchangedSettings unchanged, ReviewBudget budget, InstantSource clock)
      throws IOException {
    this(
        registryFolder,
        builder ->
            builder
                .retries(RETRIES)
                .unchanged(unchanged)
                .budget(budget, new ListingValue("worth"))
                .clock(clock),
        DecisionSettings.OFF);
  }

  private TopologyHarness(
      Path registryFolder,
      UnaryOperator<Classification.Builder> parts,
      DecisionSettings decisionSettings)
      throws IOException {
    this.registryFolder = registryFolder;
    registry = EmbeddedRegistry.start(0, registryFolder);
    Map<String, Object> config =
        Map.of(
            "schema.registry.url", registry.url(), "max.retries", 0, "missing.id.cache.ttl.sec", 0);
    serdes = EventSerdes.create(config);
    producerSerdes = EventSerdes.create(config);
    models = new ModelVersions(modelVersion(FakePredictor.MODEL, preparer, predictor));
    TopicNames topics = TopicNames.DEFAULT;
    Classification.Builder builder =
        Classification.builder(
                models,
                new Classification.Events(
                    serdes.serde(ProductListing.class).deserializer(),
                    serdes.serde(ListingAttributes.class).serializer(),
                    serdes.serde(ReviewItem.class).serializer()),
                (what, cause) -> fatal.add(what + ": " + cause))
            .quarantine(Quarantine.none(), guard)
            .onlooker(onlooker)
            .decisions(decisionSettings, serdes.serde(ReviewDecision.class).deserializer())
            .observer(
                new ListingObserver() {
                  @Override
                  public void unchanged(UnchangedResult result) {
                    results.add(result);
                  }

                  @Override
                  public void decided(DecisionResult result) {
                    decided.add(result);
                  }
                })
            .limits(InFlightLimits.DEFAULT, LIMITS)
            .preparationThreads(2)
            .maxInlineImageBytes(MAX_INLINE)
            .clock(InstantSource.fixed(NOW));
    classification = parts.apply(builder).build();
    Properties properties = new Properties();
    properties.put("application.id", "test");
    properties.put("bootstrap.servers", "none:1");
    properties.put("max.task.idle.ms", "-1");
    properties.put("state.dir", registryFolder.resolve("state").toString());
    driver = new TopologyTestDriver(ListingTopology.build(topics, classification), properties);
    listings =
        driver.createInputTopic(
            topics.listings(), new ByteArraySerializer(), new ByteArraySerializer());
    decisions =
        decisionSettings.areRead()
            ? driver.createInputTopic(
                decisionSettings.topic(), new ByteArraySerializer(), new ByteArraySerializer())
            : null;
    attributes = output(topics.attributes());
    review = output(topics.review());
    deadLetter = output(topics.deadLetter());
    models.start();
  }

  /** A model version that is not started. */
  ModelVersion modelVersion(
      ModelIdentity identity, FakePreparer itsPreparer, FakePredictor itsPredictor) {
    return new ModelVersion(
        identity,
        new ServingModel(List.of(itsPredictor), itsPreparer::prepare, 1000, reviewer),
        Batcher.builder(
                List.of(new GuardedPredictor(itsPredictor, guard, (listings, nanos) -> {})),
                (what, cause) -> fatal.add(what + ": " + cause))
            .settings(new BatchSettings(8, Duration.ofMillis(2)))
            .build());
  }

  /** Sends a listing under its own id. */
  byte[] send(ProductListing listing, String... headers) {
    byte[] value = bytes(listing);
    send(utf8(listing.getListingId()), value, headers);
    return value;
  }

  void send(byte[] key, byte[] value, String... headers) {
    Headers all = new RecordHeaders();
    for (int i = 0; i < headers.length; i += 2) {
      all.add(headers[i], utf8(headers[i + 1]));
    }
    listings.pipeInput(new TestRecord<>(key, value, all, TIME));
  }

  void send(byte[] key, byte[] value, Headers headers) {
    listings.pipeInput(new TestRecord<>(key, value, headers, TIME));
  }

  /** Sends a listing to the topic of low priority, as a copy of the listing at an offset. */
  void sendAgain(String topic, ProductListing listing, long offset) {
    Headers headers = new RecordHeaders().add(SourceOffset.HEADER, utf8(Long.toString(offset)));
    driver
        .createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(new TestRecord<>(utf8(listing.getListingId()), bytes(listing), headers, TIME));
  }

  /** Sends a decision under the key of its listing. */
  void decide(ReviewDecision decision) {
    decide(
        utf8(decision.getListingId()),
        producerSerdes.serde(ReviewDecision.class).serializer().serialize("any", decision));
  }

  void decide(byte[] key, byte[] value) {
    decisions.pipeInput(new TestRecord<>(key, value, new RecordHeaders(), TIME));
  }

  /** Processes everything that was sent. */
  void finish() {
    pass(() -> classification.batching().recordsInFlight() == 0);
  }

  /** Records of the attributes topic so far. */
  List<TestRecord<byte[], byte[]>> attributesSoFar() {
    return attributes.readRecordsToList();
  }

  /** Records of the review topic so far. */
  List<TestRecord<byte[], byte[]>> reviewSoFar() {
    return review.readRecordsToList();
  }

  String registryUrl() {
    return registry.url();
  }

  byte[] bytes(ProductListing listing) {
    return producerSerdes
        .serde(ProductListing.class)
        .serializer()
        .serialize(TopicNames.DEFAULT.listings(), listing);
  }

  static ProductListing listing(String id, String title, byte[]... files) {
    List<ListingImage> images = new ArrayList<>();
    for (byte[] file : files) {
      images.add(new ListingImage(null, ByteBuffer.wrap(file), null));
    }
    return new ProductListing(id, title, null, images, null, Map.of(), UPDATED);
  }

  /** A listing with images given by URL. */
  static ProductListing byUrl(String id, String title, String... urls) {
    ProductListing listing = listing(id, title);
    for (String url : urls) {
      listing.getImages().add(new ListingImage(url, null, null));
    }
    return listing;
  }

  static ProductListing declared(ProductListing listing, Map<String, String> declared) {
    listing.setDeclaredAttributes(declared);
    return listing;
  }

  /** All records of the attributes topic, once there are at least that many. */
  List<TestRecord<byte[], byte[]>> attributes(int count) {
    return read(attributes, count);
  }

  List<TestRecord<byte[], byte[]>> review(int count) {
    return read(review, count);
  }

  List<TestRecord<byte[], byte[]>> deadLetters(int count) {
    return read(deadLetter, count);
  }

  void nothingElse() {
    assertThat(attributes.isEmpty() && review.isEmpty() && deadLetter.isEmpty())
        .as("no further output")
        .isTrue();
    assertThat(classification.batching().bytesInFlight()).as("bytes in flight").isZero();
    assertThat(fatal).isEmpty();
  }

  ListingAttributes attributesEvent(TestRecord<byte[], byte[]> record) {
    return serdes
        .serde(ListingAttributes.class)
        .deserializer()
        .deserialize(TopicNames.DEFAULT.attributes(), record.value());
  }

  ReviewItem reviewItem(TestRecord<byte[], byte[]> record) {
    return serdes
        .serde(ReviewItem.class)
        .deserializer()
        .deserialize(TopicNames.DEFAULT.review(), record.value());
  }

  /** Closes the tasks, as a rebalance does, but not the shared parts. */
  void closeTasks() {
    if (!tasksClosed) {
      tasksClosed = true;
      driver.close();
    }
  }

  void closeRegistry() {
    registry.close();
  }

  void reopenRegistry() throws IOException {
    int port = java.net.URI.create(registry.url()).getPort();
    registry = EmbeddedRegistry.start(port, registryFolder);
  }

  /** Advances the wall-clock time, so that results are forwarded, until the condition holds. */
  void pass(BooleanSupplier until) {
    Awaitility.await()
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              driver.advanceWallClockTime(Duration.ofMillis(5));
              return until.getAsBoolean();
            });
  }

  /** Advances the wall-clock time for this long. */
  void pass(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    pass(() -> System.nanoTime() - end >= 0);
  }

  /** Asserts that no record was written, while listings are in flight. */
  void nothingYet() {
    assertThat(attributes.isEmpty() && review.isEmpty() && deadLetter.isEmpty())
        .as("no output")
        .isTrue();
    assertThat(fatal).isEmpty();
  }

  static String header(TestRecord<byte[], byte[]> record, String name) {
    return record.headers().lastHeader(name) == null
        ? null
        : new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    closeTasks();
    classification.close();
    models.close();
    serdes.close();
    producerSerdes.close();
    registry.close();
  }

  private List<TestRecord<byte[], byte[]>> read(TestOutputTopic<byte[], byte[]> topic, int count) {
    pass(() -> topic.getQueueSize() >= count);
    return topic.readRecordsToList();
  }

  private TestOutputTopic<byte[], byte[]> output(String topic) {
    return driver.createOutputTopic(
        topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** Replaces the model by one with this fingerprint, which gives the same answers. */
  void swapTo(String fingerprint) throws Exception {
    CompletableFuture.runAsync(
            () -> {
              try {
                models.replace(
                    modelVersion(
                        new ModelIdentity("next", "2", fingerprint), preparer, new FakePredictor()),
                    Duration.ofSeconds(20));
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            })
        .get(20, TimeUnit.SECONDS);
  }
}
