package io.cmaclip.streams.topology;

import io.cmaclip.batching.FatalHandler;
import io.cmaclip.batching.InFlightLimits;
import io.cmaclip.batching.Priority;
import io.cmaclip.batching.StreamsBatching;
import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ProductListing;
import io.cmaclip.events.ReviewDecision;
import io.cmaclip.events.ReviewItem;
import io.cmaclip.streams.decisions.DecisionSettings;
import io.cmaclip.streams.decisions.LabelStore;
import io.cmaclip.streams.events.ListingReader;
import io.cmaclip.streams.events.ProductListingReader;
import io.cmaclip.streams.images.ImageSettings;
import io.cmaclip.streams.images.ImageSource;
import io.cmaclip.streams.models.ModelVersions;
import io.cmaclip.streams.models.Onlooker;
import io.cmaclip.streams.quarantine.Quarantine;
import io.cmaclip.streams.quarantine.RetrySettings;
import io.cmaclip.streams.quarantine.RunGuard;
import io.cmaclip.streams.review.AdmissionStore;
import io.cmaclip.streams.review.AuditSample;
import io.cmaclip.streams.review.ListingValue;
import io.cmaclip.streams.review.ReviewBudget;
import io.cmaclip.streams.review.ReviewItems;
import io.cmaclip.streams.topics.RecordLimits;
import io.cmaclip.streams.topics.TopicNames;
import io.cmaclip.streams.unchanged.AnswerStore;
import io.cmaclip.streams.unchanged.PartitionMemory;
import io.cmaclip.streams.unchanged.UnchangedMode;
import io.cmaclip.streams.unchanged.UnchangedSettings;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.state.StoreBuilder;

/** Assembles the steps of a listing. Shared by all tasks and stream threads; thread-safe. */
public final class Classification implements AutoCloseable {
  /** Avro (de)serializers. */
  public record Events(
      Deserializer<ProductListing> listings,
      Serializer<ListingAttributes> attributes,
      Serializer<ReviewItem> review) {}

  /** Enough to fill the batches of one partition. */
  private static final int MOST_TO_RECLASSIFY = 256;

  /** Decisions are small; more of them than people can make in a second. */
  private static final int MOST_DECISIONS = 256;

  private final String reclassifyTopic;
  private final String decisionsTopic;
  private final ListingThreads threads;
  private final DecodeStep decode;
  private final StreamsBatching<byte[], byte[], byte[], byte[]> batching;

  private Classification(Builder made) {
    threads = new ListingThreads(made.preparationThreads, made.fatal);
    decode = new DecodeStep(made.readers(), made.retries.unknownSchema());
    PrepareStep prepare = new PrepareStep(made.models, made.guard);
    UnchangedStep unchanged =
        new UnchangedStep(
            made.unchanged, made.decisions.needContentHash(), made.models, threads, made.clock);
    ImageStep image = new ImageStep(made.images, made.imageSettings, prepare, unchanged, threads);
    FailedListings failures = new FailedListings(made.retries.failedListing(), prepare, threads);
    ListingPipeline pipeline =
        new ListingPipeline(
            new ListingPipeline.Steps(decode, unchanged, image, prepare),
            threads,
            failures,
            made.onlooker);
    UnchangedMode mode = made.unchanged.mode();
    reclassifyTopic = made.unchanged.reclassifyTopic();
    decisionsTopic = made.decisions.topic();
    LabelStep labels = new LabelStep(made.decisions.areRead());
    BudgetStep budget = new BudgetStep(made.budget);
    RouteStep route =
        new RouteStep(
            made.topics,
            made.recordLimits,
            made.events,
            new RouteStep.Reviewing(
                new ReviewItems(made.maxInlineImageBytes),
                labels,
                new AuditSample(made.decisions.auditShare()),
                made.value,
                budget),
            made.clock,
            made.observer);
    batching =
        StreamsBatching.builder(
                made.topics.listings(),
                partition ->
                    partition.topic().equals(decisionsTopic)
                        ? new DecisionIntake(
                            made.decisionReader, threads, made.retries.unknownSchema())
                        : new ListingIntake(
                            made.quarantine.claim(partition),
                            new PartitionMemory(mode.needsStore()),
                            pipeline,
                            partition.topic().equals(reclassifyTopic)
                                ? Priority.LOW
                                : Priority.NORMAL),
                new DecideStep(
                    decisionsTopic,
                    new RememberStep(route, made.unchanged, labels, budget, made.observer),
                    route,
                    made.models,
                    made.clock,
                    made.observer))
            .limits(made.inFlight)
            .observer(made.observer)
            .alsoReads(otherTopics(made))
            .stores(stores(made))
            .build();
  }

  /**
   * Starts a builder.
   *
   * @param models not owned
   */
  public static Builder builder(ModelVersions models, Events events, FatalHandler fatal) {
    return new Builder(models, events, fatal);
  }

  private static Set<StoreBuilder<?>> stores(Builder made) {
    Set<StoreBuilder<?>> stores = new HashSet<>();
    if (made.unchanged.mode().needsStore()) {
      stores.add(AnswerStore.builder());
    }
    if (made.decisions.areRead()) {
      stores.add(LabelStore.builder());
    }
    if (made.budget.isOn()) {
      stores.add(AdmissionStore.builder());
    }
    return stores;
  }

  /**
   * The further listings topics, the topic to reclassify with limits that leave room for listings,
   * and the decisions, which never wait for listings.
   */
  private static Map<String, InFlightLimits> otherTopics(Builder made) {
    Map<String, InFlightLimits> limits = new LinkedHashMap<>();
    made.topics.moreListings().forEach(topic -> limits.put(topic, made.inFlight));
    if (made.unchanged.reclassifyTopic() != null) {
      limits.put(
          made.unchanged.reclassifyTopic(),
          new InFlightLimits(
              Math.min(MOST_TO_RECLASSIFY, made.inFlight.maxPerPartition()),
              Math.max(InFlightLimits.LEAST_BYTES, made.inFlight.maxBytes() / 2),
              Priority.LOW));
    }
    if (made.decisions.areRead()) {
      limits.put(made.decisions.topic(), new InFlightLimits(MOST_DECISIONS, Long.MAX_VALUE));
    }
    return limits;
  }

  /** Topic of the decisions; null without one. */
  String decisionsTopic() {
    return decisionsTopic;
  }

  /** Input topic of low priority; null without one. */
  String reclassifyTopic() {
    return reclassifyTopic;
  }

  /** The asynchronous processor between the listings topic and the sinks. */
  public StreamsBatching<byte[], byte[], byte[], byte[]> batching() {
    return batching;
  }

  /** Whether records wait because the schema registry does not respond. */
  public boolean waitsForRegistry() {
    return decode.isRegistryUnavailable();
  }

  /** Call after Kafka Streams has been closed. */
  @Override
  public void close() {
    threads.close();
  }

  /** Settings and parts of a classification; it owns none of the parts. */
  public static final class Builder {
    private final ModelVersions models;
    private final Events events;
    private final FatalHandler fatal;
    private TopicNames topics = TopicNames.DEFAULT;
    private Quarantine quarantine = Quarantine.none();
    private RunGuard guard = new RunGuard();
    private RetrySettings retries = RetrySettings.DEFAULT;
    private ImageSource images = ImageSource.none();
    private ImageSettings imageSettings = ImageSettings.DEFAULT;
    private InFlightLimits inFlight = InFlightLimits.DEFAULT;
    private RecordLimits recordLimits = RecordLimits.DEFAULT;
    private int preparationThreads = 1;
    private int maxInlineImageBytes;
    private UnchangedSettings unchanged = UnchangedSettings.DEFAULT;
    private DecisionSettings decisions = DecisionSettings.OFF;
    private Deserializer<ReviewDecision> decisionReader;
    private ReviewBudget budget = ReviewBudget.OFF;
    private ListingValue value = ListingValue.SAME;
    private Onlooker onlooker = Onlooker.NONE;
    private ListingObserver observer = ListingObserver.NONE;
    private Map<String, ListingReader> readers = Map.of();
    private InstantSource clock = InstantSource.system();

    private Builder(ModelVersions models, Events events, FatalHandler fatal) {
      this.models = models;
      this.events = events;
      this.fatal = fatal;
    }

    public Builder topics(TopicNames names) {
      topics = names;
      return this;
    }

    /**
     * Protection against poison pills that end the process.
     *
     * @param runGuard also used by the models
     */
    public Builder quarantine(Quarantine listings, RunGuard runGuard) {
      quarantine = listings;
      guard = runGuard;
      return this;
    }

    public Builder retries(RetrySettings settings) {
      retries = settings;
      return this;
    }

    public Builder images(ImageSource source, ImageSettings settings) {
      images = source;
      imageSettings = settings;
      return this;
    }

    public Builder limits(InFlightLimits inFlightLimits, RecordLimits largestRecords) {
      inFlight = inFlightLimits;
      recordLimits = largestRecords;
      return this;
    }

    public Builder preparationThreads(int threads) {
      preparationThreads = threads;
      return this;
    }

    /** Maximum size of the images in a review item, in bytes. */
    public Builder maxInlineImageBytes(int bytes) {
      maxInlineImageBytes = bytes;
      return this;
    }

    /** What happens to listings that the same model has already classified. */
    public Builder unchanged(UnchangedSettings settings) {
      unchanged = settings;
      return this;
    }

    /**
     * Decisions of reviewers, and the audit sample.
     *
     * @param reader thread-safe; not owned
     */
    public Builder decisions(DecisionSettings settings, Deserializer<ReviewDecision> reader) {
      decisions = settings;
      decisionReader = reader;
      return this;
    }

    /**
     * How many listings go to review, and which first.
     *
     * @param ofPartition budget of one partition
     */
    public Builder budget(ReviewBudget ofPartition, ListingValue valueOfListings) {
      budget = ofPartition;
      value = valueOfListings;
      return this;
    }

    public Builder onlooker(Onlooker shadow) {
      onlooker = shadow;
      return this;
    }

    public Builder observer(ListingObserver listingObserver) {
      observer = listingObserver;
      return this;
    }

    public Builder clock(InstantSource source) {
      clock = source;
      return this;
    }

    /**
     * Readers by input topic; other topics hold the listings of {@link Events}.
     *
     * @param byTopic not owned
     */
    public Builder readers(Map<String, ListingReader> byTopic) {
      readers = Map.copyOf(byTopic);
      return this;
    }

    private Function<String, ListingReader> readers() {
      ListingReader listings = new ProductListingReader(events.listings());
      return topic ->
          readers.getOrDefault(
              topic.equals(unchanged.reclassifyTopic()) ? topics.listings() : topic, listings);
    }

    /** Starts the preparation threads. */
    public Classification build() {
      return new Classification(this);
    }
  }
}
