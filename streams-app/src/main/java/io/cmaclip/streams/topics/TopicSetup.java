package io.cmaclip.streams.topics;

import io.cmaclip.model.errors.UserException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates missing topics and validates existing ones. */
public final class TopicSetup {
  /** Room for headers and for fields beside the payload, in bytes. */
  static final long ROOM_BESIDE_PAYLOAD = 64L << 10;

  /** Size of a partition of the topic to reclassify. */
  private static final long RECLASSIFY_BYTES = 16L << 30;

  private static final Logger LOG = LoggerFactory.getLogger(TopicSetup.class);

  /** Small segments for frequent compaction: every new owner of a partition reads the topic. */
  private static final Map<String, String> QUARANTINE =
      Map.of(
          TopicConfig.CLEANUP_POLICY_CONFIG,
          TopicConfig.CLEANUP_POLICY_COMPACT,
          TopicConfig.SEGMENT_BYTES_CONFIG,
          Integer.toString(4 << 20));

  private static final Duration PROPAGATION = Duration.ofSeconds(15);
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Admin admin;
  private final TopicNames names;
  private final TopicSettings settings;

  public TopicSetup(Admin admin, TopicNames names, TopicSettings settings) {
    this.admin = admin;
    this.names = names;
    this.settings = settings;
  }

  /**
   * Creates missing topics and validates existing ones.
   *
   * @param inlineImageBytes largest image in a review item
   * @throws UserException if a topic is missing and must not be created, or the service could not
   *     work with an existing one
   */
  public void prepare(long inlineImageBytes) {
    prepareWithoutQuarantine(inlineImageBytes);
    TopicCheck.checkQuarantine(
        find(names.quarantine()).orElseGet(() -> create(names.quarantine(), 1, QUARANTINE)));
  }

  /**
   * {@link #prepare} for a service without quarantine.
   *
   * @throws UserException as {@link #prepare} does
   */
  public void prepareWithoutQuarantine(long inlineImageBytes) {
    ExistingTopic listings = find(names.listings()).orElseGet(this::createListings);
    Map<String, ExistingTopic> topics = new HashMap<>();
    topics.put(listings.name(), listings);
    for (String output : names.outputs()) {
      topics.put(
          output,
          find(output)
              .orElseGet(() -> create(output, listings.partitions(), configOf(output, listings))));
    }
    TopicCheck.check(names, topics, inlineImageBytes).forEach(LOG::warn);
    for (String more : names.moreListings()) {
      topics.put(more, moreListings(more, listings));
      TopicCheck.check(names.withListings(more), topics, inlineImageBytes).forEach(LOG::warn);
    }
  }

  private ExistingTopic moreListings(String name, ExistingTopic first) {
    ExistingTopic topic = find(name).orElseGet(() -> create(name, first.partitions(), Map.of()));
    if (topic.partitions() != first.partitions()) {
      throw new UserException(
          "topics.listings = %s: the topic has %d partitions: must have %d, as %s"
              .formatted(name, topic.partitions(), first.partitions(), first.name()));
    }
    return topic;
  }

  /** Creates the listings topic if it is missing, for commands that only write to it. */
  public void prepareListings() {
    if (find(names.listings()).isEmpty()) {
      createListings();
    }
  }

  /**
   * Creates the output topic of a shadow model if it is missing. Records that are not renewed
   * expire after Kafka's retention time, because a shadow model may miss deletions.
   */
  public void prepareShadow(String name) {
    if (find(name).isEmpty()) {
      int partitions = find(names.listings()).map(ExistingTopic::partitions).orElse(1);
      create(
          name,
          partitions,
          Map.of(
              TopicConfig.CLEANUP_POLICY_CONFIG,
              TopicConfig.CLEANUP_POLICY_COMPACT + "," + TopicConfig.CLEANUP_POLICY_DELETE));
    }
  }

  /**
   * Creates the input topic of low priority if it is missing.
   *
   * @throws UserException if it has another number of partitions than the listings topic
   */
  public void prepareReclassify(String name) {
    prepareBesideListings(
        name,
        listings ->
            Map.of(
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                Long.toString(
                    Math.min(listings.maxMessageBytes() + ROOM_BESIDE_PAYLOAD, Integer.MAX_VALUE)),
                TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG,
                Long.toString(Long.MAX_VALUE),
                // Time-based retention would delete copies of old listings at once.
                TopicConfig.RETENTION_MS_CONFIG,
                "-1",
                TopicConfig.RETENTION_BYTES_CONFIG,
                Long.toString(RECLASSIFY_BYTES)));
  }

  /**
   * Creates the topic of decisions if it is missing. Decisions are kept, because labels, figures of
   * reviewers and training data are made from them.
   *
   * @throws UserException if it has another number of partitions than the listings topic
   */
  public void prepareDecisions(String name) {
    prepareBesideListings(name, listings -> Map.of(TopicConfig.RETENTION_MS_CONFIG, "-1"));
  }

  /**
   * Validates the topics of the review console, which creates none.
   *
   * @param decisions topic of decisions
   * @throws UserException if one is missing, which waiting may mend, or their numbers of partitions
   *     differ
   */
  public void requireReviewTopics(String decisions) {
    ExistingTopic review = require("topics.review", names.review());
    for (ExistingTopic other :
        List.of(
            require("topics.attributes", names.attributes()),
            require("topics.decisions", decisions))) {
      if (other.partitions() != review.partitions()) {
        throw new UserException(
            "topic %s has %d partitions: must have %d, as %s"
                .formatted(other.name(), other.partitions(), review.partitions(), review.name()));
      }
    }
  }

  private ExistingTopic require(String key, String name) {
    return find(name)
        .orElseThrow(
            () ->
                new UserException(
                    "%s = %s: the topic does not exist; serve creates it, with topics.decisions set"
                        .formatted(key, name),
                    new UnknownTopicOrPartitionException()));
  }

  /** A further input topic: one task reads the same partition of it and of the listings topic. */
  private void prepareBesideListings(
      String name, Function<ExistingTopic, Map<String, String>> settings) {
    ExistingTopic listings = find(names.listings()).orElseGet(this::createListings);
    ExistingTopic topic =
        find(name).orElseGet(() -> create(name, listings.partitions(), settings.apply(listings)));
    if (topic.partitions() != listings.partitions()) {
      throw new UserException(
          "topic %s has %d partitions: must have %d, as %s"
              .formatted(topic.name(), topic.partitions(), listings.partitions(), listings.name()));
    }
  }

  private ExistingTopic createListings() {
    return create(names.listings(), settings.partitions(), Map.of());
  }

  private ExistingTopic create(String name, int partitions, Map<String, String> config) {
    if (!settings.create()) {
      throw new UserException("topic " + name + " does not exist, and topics.create = false");
    }
    NewTopic topic =
        new NewTopic(
            name,
            Optional.of(partitions),
            settings.replication() == -1
                ? Optional.empty()
                : Optional.of((short) settings.replication()));
    topic.configs(config);
    try {
      ClusterDoor.await(admin.createTopics(List.of(topic)).all());
      LOG.info("topic {} created, {} partitions", name, partitions);
    } catch (ExecutionException e) {
      // Another instance may have created it at the same moment.
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new UserException(
            "topic " + name + " cannot be created: " + e.getCause().getMessage(), e);
      }
    }
    return awaitVisible(name);
  }

  private Map<String, String> configOf(String name, ExistingTopic listings) {
    Map<String, String> config = new HashMap<>();
    // Outputs keep the timestamp of the listing, which the listings topic has accepted.
    String anyTime = Long.toString(Long.MAX_VALUE);
    config.put(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, anyTime);
    config.put(TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG, anyTime);
    if (name.equals(names.attributes())) {
      config.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
      return config;
    }
    config.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
    // Time-based retention would delete outputs of listings with old timestamps at once.
    config.put(TopicConfig.RETENTION_MS_CONFIG, "-1");
    config.put(
        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
        Long.toString(
            Math.min(listings.maxMessageBytes() + ROOM_BESIDE_PAYLOAD, Integer.MAX_VALUE)));
    return config;
  }

  /** Waits until the brokers know a new topic. */
  private ExistingTopic awaitVisible(String name) {
    long deadline = System.nanoTime() + PROPAGATION.toNanos();
    while (System.nanoTime() < deadline) {
      Optional<ExistingTopic> topic = find(name);
      if (topic.isPresent()) {
        return topic.get();
      }
      try {
        Thread.sleep(PAUSE.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new UserException("interrupted", e);
      }
    }
    throw new UserException(
        "topic %s was created, but no broker lists it after %s s"
            .formatted(name, PROPAGATION.toSeconds()));
  }

  private Optional<ExistingTopic> find(String name) {
    TopicDescription description;
    try {
      description =
          ClusterDoor.await(admin.describeTopics(List.of(name)).topicNameValues().get(name));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return Optional.empty();
      }
      throw new UserException("topic " + name + ": " + e.getCause().getMessage(), e);
    }
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
    KafkaFuture<Config> config = admin.describeConfigs(List.of(resource)).values().get(resource);
    Map<String, String> values = new HashMap<>();
    try {
      for (ConfigEntry entry : ClusterDoor.await(config).entries()) {
        if (entry.value() != null) {
          values.put(entry.name(), entry.value());
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return Optional.empty();
      }
      if (!(e.getCause() instanceof AuthorizationException)) {
        throw new UserException("topic " + name + ": " + e.getCause().getMessage(), e);
      }
      LOG.warn("topic {}: not permitted to read its settings, so they are not validated", name);
    }
    return Optional.of(new ExistingTopic(name, description.partitions().size(), values));
  }
}
