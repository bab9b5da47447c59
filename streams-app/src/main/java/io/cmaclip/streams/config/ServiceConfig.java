package io.cmaclip.streams.config;

import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.streams.images.WhenUnavailable;
import io.cmaclip.streams.service.Guarantee;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** The settings of one service, checked as a whole. Immutable. */
public final class ServiceConfig {
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
   * Reads the sources; a later one goes before an earlier one.
   *
   * @throws UserException at the first key that is unknown, refused, or has an illegal value
   */
  public static ServiceConfig of(List<ConfigSource> sources) {
    Map<String, Object> values = new LinkedHashMap<>();
    Map<String, String> kafka = new TreeMap<>();
    for (ConfigSource source : sources) {
      // In the order of names, so that of several mistakes always the same one is shown.
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

  /** The same with another source, which goes before all others. */
  public ServiceConfig with(ConfigSource source) {
    List<ConfigSource> all = new ArrayList<>(sources);
    all.add(source);
    return of(all);
  }

  /** The value, else the default; null when there is neither. */
  public <T> T get(ConfigKey<T> key) {
    @SuppressWarnings("unchecked") // parse() put what this key's type makes
    T value = (T) values.get(key.name());
    return value == null ? key.defaultValue() : value;
  }

  /** The value of a key that has no default and may be left out. */
  public <T> Optional<T> find(ConfigKey<T> key) {
    return Optional.ofNullable(get(key));
  }

  /**
   * The value of a key that must be given.
   *
   * @throws UserException when it is not
   */
  public <T> T require(ConfigKey<T> key) {
    return find(key)
        .orElseThrow(
            () -> new UsageException(key.name() + " is not set: must be " + key.rangeText()));
  }

  /** Values of a key such as {@code review.accept-threshold.<task>}, by what stands there. */
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

  /** Addresses of the cluster. */
  public String bootstrap() {
    String servers = kafka.get(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG);
    if (servers == null) {
      throw new UsageException(
          "kafka.bootstrap.servers is not set: must be HOST:PORT (--bootstrap)");
    }
    return servers;
  }

  /** Kafka Streams' own settings as given, without the prefix {@code kafka.}. */
  public Map<String, String> kafka() {
    return Map.copyOf(kafka);
  }

  /** What an admin client, or any plain client of the same cluster, needs: address, security. */
  public Map<String, Object> clientProperties() {
    return clientProperties("admin.", AdminClientConfig.configNames());
  }

  /** The same for a consumer, with what {@code kafka.consumer.} says. */
  public Map<String, Object> consumerProperties() {
    return clientProperties("consumer.", ConsumerConfig.configNames());
  }

  /** The same for a producer, with what {@code kafka.producer.} says. */
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

  /** What the serdes need, under Confluent's names. */
  public Map<String, Object> serdeProperties() {
    Map<String, Object> properties = new TreeMap<>();
    for (ConfigKey<?> key : RegistryKeys.SECTION.keys()) {
      Object value = get(key);
      if (value != null) {
        properties.put(key.name(), value);
      }
    }
    return properties;
  }

  private void checkTogether() {
    boolean streamsProtocol =
        "streams".equalsIgnoreCase(kafka.get(StreamsConfig.GROUP_PROTOCOL_CONFIG));
    if (streamsProtocol && get(ServiceKeys.GUARANTEE) == Guarantee.AT_LEAST_ONCE) {
      throw new UsageException(
          "kafka.group.protocol = streams cannot be used with guarantee = at_least_once: under this"
              + " protocol Kafka Streams commits by a consumer of its own, which would cover"
              + " listings that are not answered yet");
    }
    if (streamsProtocol && get(ImageKeys.UNAVAILABLE) == WhenUnavailable.WAIT) {
      throw new UsageException(
          "kafka.group.protocol = streams cannot be used with image.unavailable = wait: under this"
              + " protocol a partition whose listings wait cannot be held back from the poll, and"
              + " would fill the memory");
    }
    requireOrder(ServiceKeys.FIRST_RETRY, ServiceKeys.LONGEST_RETRY);
    requireOrder(ServiceKeys.STALL_UNREADY, ServiceKeys.STALL_EXIT);
    requireOrder(ImageKeys.MAX_BYTES, ImageKeys.MAX_BUFFERED);
    requireOrder(ImageKeys.BREAKER_MINIMUM, ImageKeys.BREAKER_WINDOW);
    requireOrder(ImageKeys.BREAKER_OPEN, ImageKeys.BREAKER_LONGEST);
    for (int i = 0; i < TopicKeys.NAMES.size(); i++) {
      for (ConfigKey<String> other : TopicKeys.NAMES.subList(0, i)) {
        ConfigKey<String> key = TopicKeys.NAMES.get(i);
        if (get(key).equals(get(other))) {
          throw new UsageException(
              key.name() + " = " + get(key) + ": must differ from " + other.name());
        }
      }
    }
  }

  private <T extends Comparable<T>> void requireOrder(ConfigKey<T> small, ConfigKey<T> large) {
    if (get(small).compareTo(get(large)) > 0) {
      throw new UsageException(
          small.name()
              + " = "
              + small.type().format(get(small))
              + ": must be at most "
              + large.name()
              + " = "
              + large.type().format(get(large)));
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
        "unknown key "
            + name
            + " ("
            + origin
            + "); did you mean "
            + NearestName.of(name, names)
            + "?");
  }

  private static <T> T parse(ConfigKey<T> key, String name, String text, String origin) {
    try {
      return key.type().parse(text);
    } catch (IllegalArgumentException e) {
      String shown = key.type().isSecret() ? "" : " = " + text;
      throw new UsageException(
          name + shown + ": must be " + key.rangeText() + "; set by " + origin);
    }
  }
}
