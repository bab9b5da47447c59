package io.cmaclip.streams.topics;

import io.cmaclip.model.errors.UserException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
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

/** Brings the service's topics into being, or finds that they will do. */
public final class TopicSetup {
  /** Room for headers and for what stands beside a payload, in bytes. */
  static final long ROOM_BESIDE_PAYLOAD = 64L << 10;

  private static final Logger LOG = LoggerFactory.getLogger(TopicSetup.class);

  /** Read whole at each take-over, so it is cleaned often. */
  private static final Map<String, String> SUSPECTS =
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
   * Creates the topics that are missing and checks those that exist.
   *
   * @param inlineImageBytes largest image that a review item carries
   * @throws UserException when one is missing and may not be created, or the service could not work
   *     with one as it is
   */
  public void prepare(long inlineImageBytes) {
    prepareWithoutSuspects(inlineImageBytes);
    ExistingTopic suspects =
        find(names.suspects()).orElseGet(() -> create(names.suspects(), 1, SUSPECTS));
    TopicCheck.checkSuspects(suspects);
  }

  /**
   * The same, for a service that keeps no record of suspects.
   *
   * @throws UserException as {@link #prepare} does
   */
  public void prepareWithoutSuspects(long inlineImageBytes) {
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
  }

  /** Creates the listings topic when it is missing; enough for those who only write to it. */
  public void prepareListings() {
    if (find(names.listings()).isEmpty()) {
      createListings();
    }
  }

  /**
   * Creates the topic for a shadow's answers when it is missing. What is not renewed goes after
   * Kafka's own retention time, as deletions may be missed.
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
      // Another instance that starts at the same moment may have been first.
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new UserException(
            "topic " + name + " cannot be created: " + e.getCause().getMessage(), e);
      }
    }
    return awaitVisible(name);
  }

  private Map<String, String> configOf(String name, ExistingTopic listings) {
    Map<String, String> config = new HashMap<>();
    // Outputs keep the listing's time, which the listings topic has already let in.
    String anyTime = Long.toString(Long.MAX_VALUE);
    config.put(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, anyTime);
    config.put(TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG, anyTime);
    if (name.equals(names.attributes())) {
      config.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
      return config;
    }
    config.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
    // A listing with an old time would be gone at once where retention goes by time.
    config.put(TopicConfig.RETENTION_MS_CONFIG, "-1");
    config.put(
        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
        Long.toString(
            Math.min(listings.maxMessageBytes() + ROOM_BESIDE_PAYLOAD, Integer.MAX_VALUE)));
    return config;
  }

  /** A new topic takes a moment until every broker knows it. */
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
        "topic "
            + name
            + " was created, but no broker shows it after "
            + PROPAGATION.toSeconds()
            + " s");
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
      LOG.warn("topic {}: its settings may not be read, so they are not checked", name);
    }
    return Optional.of(new ExistingTopic(name, description.partitions().size(), values));
  }
}
