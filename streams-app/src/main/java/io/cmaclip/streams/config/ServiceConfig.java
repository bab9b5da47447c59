package io.cmaclip.streams.config;

import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.streams.images.WhenUnavailable;
import io.cmaclip.streams.service.Guarantee;
import io.cmaclip.streams.unchanged.UnchangedMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** All settings of one service, validated together. Immutable. */
public final class ServiceConfig {
  static final String STREAMS_WITH_AT_LEAST_ONCE =
      "with this protocol Kafka Streams would commit the offsets of listings that are still in"
          + " flight";
  static final String STREAMS_WITH_BROKER_SIDE =
      "with this protocol the brokers decide (settings of the group, kafka-configs.sh)";

  /** Settings of the classic protocol that the streams protocol ignores or refuses. */
  static final Set<String> BROKER_SIDE =
      new TreeSet<>(
          Set.of(
              ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
              ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
              ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
              StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG,
              StreamsConfig.MAX_WARMUP_REPLICAS_CONFIG,
              StreamsConfig.ACCEPTABLE_RECOVERY_LAG_CONFIG,
              StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG,
              StreamsConfig.TASK_ASSIGNOR_CLASS_CONFIG,
              StreamsConfig.RACK_AWARE_ASSIGNMENT_STRATEGY_CONFIG,
              StreamsConfig.RACK_AWARE_ASSIGNMENT_TAGS_CONFIG,
              StreamsConfig.RACK_AWARE_ASSIGNMENT_TRAFFIC_COST_CONFIG,
              StreamsConfig.RACK_AWARE_ASSIGNMENT_NON_OVERLAP_COST_CONFIG));

  static final String STREAMS_WITH_WAITING =
      "with this protocol a partition with waiting listings cannot be paused, so its records would"
          + " fill the memory";

  private final List<ConfigSource> sources;
  private final Map<String, Object> values;
  private final Map<String, String> kafka;

  private ServiceConfig(
      List<ConfigSource> sources, Map<String, Object> values, Map<String, String> kafka) {
    this.sources = sources;
    this.values = values;
    this.kafka = kafka;
  }

  /**
   * Reads the sources; later sources override earlier ones.
   *
   * @throws UserException for the first key that is unknown, refused, or has a value that is not
   *     allowed
   */
  public static ServiceConfig of(List<ConfigSource> sources) {
    Map<String, Object> values = new LinkedHashMap<>();
    Map<String, String> kafka = new TreeMap<>();
    for (ConfigSource source : sources) {
      // Sorted, so that of several mistakes always the same one is reported.
      new TreeMap<>(SecretFiles.resolve(source))
          .forEach(
              (name, text) -> {
                if (name.startsWith(KafkaKeys.PREFIX)) {
                  KafkaKeys.check(name, text, source.origin());
                  kafka.put(name.substring(KafkaKeys.PREFIX.length()), text.strip());
                } else {
                  values.put(
                      name, parse(keyOf(name, source.origin()), name, text, source.origin()));
                }
              });
    }
    ServiceConfig config = new ServiceConfig(List.copyOf(sources), values, kafka);
    config.checkTogether();
    return config;
  }

  /** A copy with one more source, which overrides all others. */
  public ServiceConfig with(ConfigSource source) {
    List<ConfigSource> all = new ArrayList<>(sources);
    all.add(source);
    return of(all);
  }

  /** The value, or else the default; null without either. */
  public <T> T get(ConfigKey<T> key) {
    @SuppressWarnings("unchecked") // parse() put what this key's type makes
    T value = (T) values.get(key.name());
    return value == null ? key.defaultValue() : value;
  }

  /** The value of an optional key. */
  public <T> Optional<T> find(ConfigKey<T> key) {
    return Optional.ofNullable(get(key));
  }

  /**
   * The value of a required key.
   *
   * @throws UserException if it is not set
   */
  public <T> T require(ConfigKey<T> key) {
    return find(key)
        .orElseThrow(
            () -> new UsageException(key.name() + " is not set: must be " + key.rangeText()));
  }

  /** Values of a key such as {@code review.accept-threshold.<task>}, by task. */
  public <T> Map<String, T> family(ConfigKey<T> key) {
    Map<String, T> members = new TreeMap<>();
    values.forEach(
        (name, value) -> {
          if (name.startsWith(key.prefix())) {
            @SuppressWarnings("unchecked") // parse() put what this key's type makes
            T member = (T) value;
            members.put(name.substring(key.prefix().length()), member);
          }
        });
    return members;
  }

  /**
   * Addresses of the brokers.
   *
   * @throws UserException if none is set
   */
  public String bootstrap() {
    String servers = kafka.get(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG);
    if (servers == null) {
      throw new UsageException(
          "kafka.bootstrap.servers is not set: must be HOST:PORT (--bootstrap)");
    }
    return servers;
  }

  /** Kafka settings as given, without the prefix {@code kafka.}. */
  public Map<String, String> kafka() {
    return Map.copyOf(kafka);
  }

  /** Settings of an admin client: addresses, security and {@code kafka.admin.*}. */
  public Map<String, Object> clientProperties() {
    return clientProperties("admin.", AdminClientConfig.configNames());
  }

  /** Settings of a plain consumer, including {@code kafka.consumer.*}. */
  public Map<String, Object> consumerProperties() {
    Map<String, Object> properties = clientProperties("consumer.", ConsumerConfig.configNames());
    // The protocol of Kafka Streams, which plain consumers do not have.
    properties.remove(ConsumerConfig.GROUP_PROTOCOL_CONFIG);
    return properties;
  }

  /** Settings of a plain producer, including {@code kafka.producer.*}. */
  public Map<String, Object> producerProperties() {
    return clientProperties("producer.", ProducerConfig.configNames());
  }

  private Map<String, Object> clientProperties(String prefix, Set<String> names) {
    Map<String, Object> properties = new TreeMap<>();
    kafka.forEach(
        (name, value) -> {
          if (names.contains(name)) {
            properties.putIfAbsent(name, value);
          }
          if (name.startsWith(prefix)) {
            properties.put(name.substring(prefix.length()), value);
          }
        });
    return properties;
  }

  /** Settings of the serdes, under Confluent's names. */
  public Map<String, Object> serdeProperties() {
    Map<String, Object> properties = new TreeMap<>();
    for (ConfigKey<?> key : RegistryKeys.SECTION.keys()) {
      Object value = get(key);
      if (value != null) {
        properties.put(key.name(), value);
      }
    }
    // Confluent's client casts this setting to Long without parsing it.
    properties.computeIfPresent(
        RegistryKeys.UNKNOWN_ID_TTL.name(), (name, seconds) -> ((Integer) seconds).longValue());
    return properties;
  }

  private void checkTogether() {
    boolean streamsProtocol =
        "streams".equalsIgnoreCase(kafka.get(StreamsConfig.GROUP_PROTOCOL_CONFIG));
    if (streamsProtocol && get(ServiceKeys.GUARANTEE) == Guarantee.AT_LEAST_ONCE) {
      throw new UsageException(
          "kafka.group.protocol = streams cannot be used with guarantee = at_least_once: "
              + STREAMS_WITH_AT_LEAST_ONCE);
    }
    if (streamsProtocol && get(ImageKeys.UNAVAILABLE) == WhenUnavailable.WAIT) {
      throw new UsageException(
          "kafka.group.protocol = streams cannot be used with image.unavailable = wait: "
              + STREAMS_WITH_WAITING);
    }
    if (streamsProtocol) {
      for (String name : kafka.keySet()) {
        if (BROKER_SIDE.contains(KafkaKeys.baseName(KafkaKeys.PREFIX + name))) {
          throw new UsageException(
              "kafka.%s cannot be used with kafka.group.protocol = streams: %s"
                  .formatted(name, STREAMS_WITH_BROKER_SIDE));
        }
      }
    }
    if (get(UnchangedKeys.MODE) == UnchangedMode.SKIP
        && get(ServiceKeys.GUARANTEE) == Guarantee.AT_LEAST_ONCE) {
      throw new UsageException(
          "unchanged = skip cannot be used with guarantee = at_least_once: "
              + UnchangedKeys.SKIP_WITH_AT_LEAST_ONCE);
    }
    if (get(ReviewKeys.DECISIONS_TOPIC) != null
        && get(ServiceKeys.GUARANTEE) == Guarantee.AT_LEAST_ONCE) {
      throw new UsageException(
          "topics.decisions cannot be used with guarantee = at_least_once: after a failure, the"
              + " label store may know labels whose outputs are lost");
    }
    checkReclassify();
    requireOrder(ServiceKeys.FIRST_RETRY, ServiceKeys.LONGEST_RETRY);
    requireOrder(ServiceKeys.STALL_UNREADY, ServiceKeys.STALL_EXIT);
    requireOrder(ImageKeys.MAX_BYTES, ImageKeys.MAX_BUFFERED);
    requireOrder(ImageKeys.BREAKER_MINIMUM, ImageKeys.BREAKER_WINDOW);
    requireOrder(ImageKeys.BREAKER_OPEN, ImageKeys.BREAKER_LONGEST);
    requireDistinctTopics();
  }

  private void requireDistinctTopics() {
    Map<String, ConfigKey<?>> keys = new LinkedHashMap<>();
    get(TopicKeys.LISTINGS).forEach(topic -> keys.put(topic, TopicKeys.LISTINGS));
    List<ConfigKey<String>> others = new ArrayList<>(TopicKeys.NAMES);
    if (get(UnchangedKeys.RECLASSIFY_TOPIC) != null) {
      others.add(UnchangedKeys.RECLASSIFY_TOPIC);
    }
    if (get(ReviewKeys.DECISIONS_TOPIC) != null) {
      others.add(ReviewKeys.DECISIONS_TOPIC);
    }
    for (ConfigKey<String> key : others) {
      ConfigKey<?> same = keys.putIfAbsent(get(key), key);
      if (same != null) {
        throw new UsageException(
            key.name() + " = " + get(key) + ": must differ from " + same.name());
      }
    }
  }

  private void checkReclassify() {
    String topic = get(UnchangedKeys.RECLASSIFY_TOPIC);
    if (topic == null) {
      return;
    }
    String set = UnchangedKeys.RECLASSIFY_TOPIC.name() + " = " + topic;
    if (!get(UnchangedKeys.MODE).needsStore()) {
      throw new UsageException(
          set
              + " needs unchanged = repeat or skip: the answer store tells whether a listing to"
              + " reclassify has a newer version");
    }
    if (get(TopicKeys.LISTINGS).size() > 1) {
      throw new UsageException(
          set + " cannot be used with several topics in " + TopicKeys.LISTINGS.name());
    }
  }

  private <T extends Comparable<T>> void requireOrder(ConfigKey<T> small, ConfigKey<T> large) {
    if (get(small).compareTo(get(large)) > 0) {
      throw new UsageException(
          "%s = %s: must be at most %s = %s"
              .formatted(
                  small.name(),
                  small.type().format(get(small)),
                  large.name(),
                  large.type().format(get(large))));
    }
  }

  private static ConfigKey<?> keyOf(String name, String origin) {
    for (ConfigKey<?> key : ServiceKeys.ALL) {
      boolean matches =
          key.isFamily()
              ? name.startsWith(key.prefix()) && name.length() > key.prefix().length()
              : name.equals(key.name());
      if (matches) {
        return key;
      }
    }
    List<String> names = new ArrayList<>();
    for (ConfigKey<?> key : ServiceKeys.ALL) {
      names.add(key.name());
      if (key.type().isSecret()) {
        names.add(key.name() + SecretFiles.SUFFIX);
      }
    }
    throw new UsageException(
        "unknown key %s (%s); did you mean %s?"
            .formatted(name, origin, NearestName.of(name, names)));
  }

  private static <T> T parse(ConfigKey<T> key, String name, String text, String origin) {
    try {
      return key.type().parse(text);
    } catch (IllegalArgumentException e) {
      String shown = key.type().isSecret() ? "" : " = " + text;
      String notation = e instanceof Quantity.NotationException ? " (" + e.getMessage() + ")" : "";
      throw new UsageException(
          name + shown + ": must be " + key.rangeText() + notation + "; set by " + origin);
    }
  }
}
