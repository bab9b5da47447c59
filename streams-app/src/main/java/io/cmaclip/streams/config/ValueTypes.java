package io.cmaclip.streams.config;

import io.cmaclip.model.predictor.Precision;
import io.cmaclip.model.pytorch.DeviceChoice;
import io.cmaclip.streams.events.EventFormat;
import io.cmaclip.streams.images.Cidr;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.internals.Topic;

/** The value types of settings. */
final class ValueTypes {
  static final long KB = 1L << 10;
  static final long MB = 1L << 20;
  static final long GB = 1L << 30;

  private static final int MAX_HOSTS = 20;
  private static final Pattern HOST = Pattern.compile("[a-z0-9._:-]{1,253}");

  private ValueTypes() {}

  static ValueType<Integer> integer(int min, int max, String unit) {
    return new Ranged<>(
        Integer::parseInt,
        String::valueOf,
        v -> v >= min && v <= max,
        "between " + min + " and " + max,
        unit,
        false);
  }

  static ValueType<Double> decimal(double min, double max) {
    return ranged(
        Double::parseDouble,
        String::valueOf,
        v -> v >= min && v <= max,
        "between " + Quantity.plain(min) + " and " + Quantity.plain(max));
  }

  static ValueType<Duration> duration(Duration min, Duration max) {
    return ranged(
        Quantity::duration,
        Quantity::format,
        v -> v.compareTo(min) >= 0 && v.compareTo(max) <= 0,
        "between " + Quantity.format(min) + " and " + Quantity.format(max));
  }

  static ValueType<Long> bytes(long min, long max) {
    return ranged(
        Quantity::bytes,
        Quantity::formatBytes,
        v -> v >= min && v <= max,
        "between " + Quantity.formatBytes(min) + " and " + Quantity.formatBytes(max));
  }

  static ValueType<Boolean> bool() {
    return ranged(
        text ->
            switch (text.toLowerCase(Locale.ROOT)) {
              case "true" -> true;
              case "false" -> false;
              default -> throw new IllegalArgumentException("neither true nor false");
            },
        String::valueOf,
        v -> true,
        "true or false");
  }

  /** A port number, or empty for off. */
  static ValueType<OptionalInt> portOrOff() {
    return ranged(
        text -> text.equals("off") ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text)),
        v -> v.isEmpty() ? "off" : String.valueOf(v.getAsInt()),
        v -> v.isEmpty() || (v.getAsInt() >= 0 && v.getAsInt() <= 65_535),
        "off, or between 0 and 65535");
  }

  /** A replication factor, -1 for the default of the cluster. */
  static ValueType<Integer> replication() {
    return new Ranged<>(
        Integer::parseInt,
        String::valueOf,
        v -> v == -1 || (v >= 1 && v <= Short.MAX_VALUE),
        "-1, or between 1 and " + Short.MAX_VALUE,
        "replicas",
        false);
  }

  static ValueType<String> choice(String... words) {
    return ranged(
        text -> text, v -> v, List.of(words)::contains, "one of " + String.join(", ", words));
  }

  /** One of the constants, in lower case. */
  static <E extends Enum<E>> ValueType<E> choice(Class<E> type) {
    Map<String, E> words = new LinkedHashMap<>();
    for (E constant : type.getEnumConstants()) {
      words.put(constant.name().toLowerCase(Locale.ROOT), constant);
    }
    return ranged(
        words::get,
        v -> v.name().toLowerCase(Locale.ROOT),
        Objects::nonNull,
        "one of " + String.join(", ", words.keySet()));
  }

  static ValueType<String> text(String what) {
    return ranged(text -> text, v -> v, v -> !v.isBlank(), what);
  }

  /** A text that must not appear in messages. */
  static ValueType<String> secret(String what) {
    return new Ranged<>(text -> text, v -> v, v -> !v.isBlank(), what, "", true);
  }

  /** Path of a readable file. */
  static ValueType<String> readableFile(String what) {
    return ranged(text -> text, v -> v, ValueTypes::isReadableFile, what + " that can be read");
  }

  static boolean isReadableFile(String path) {
    try {
      return Files.isReadable(Path.of(path)) && !Files.isDirectory(Path.of(path));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  static ValueType<EventFormat> eventFormat() {
    return ranged(
        text -> EventFormat.find(text).orElse(null),
        EventFormat::word,
        Objects::nonNull,
        "one of "
            + Stream.of(EventFormat.values())
                .map(EventFormat::word)
                .collect(Collectors.joining(", ")));
  }

  static ValueType<DeviceChoice> device() {
    return ranged(
        text -> DeviceChoice.find(text).orElse(null),
        DeviceChoice::toString,
        Objects::nonNull,
        DeviceChoice.RANGE);
  }

  /** Number formats that {@code precision} may name. */
  static ValueType<Precision> precision() {
    return ranged(
        text -> Precision.find(text).orElse(null),
        Precision::toString,
        Objects::nonNull,
        Precision.RANGE);
  }

  static ValueType<Path> path() {
    return ranged(
        text -> {
          try {
            return Path.of(text);
          } catch (InvalidPathException e) {
            throw new IllegalArgumentException("not a path", e);
          }
        },
        Path::toString,
        v -> !v.toString().isBlank(),
        "a path");
  }

  static ValueType<String> topicName() {
    return ranged(
        text -> text,
        v -> v,
        ValueTypes::isTopicName,
        "a topic name: letters, digits, dot, underscore, hyphen, at most 249 characters");
  }

  /** Names of different topics, separated by commas. */
  static ValueType<List<String>> topicNames() {
    return ranged(
        text -> parts(text).toList(),
        v -> String.join(", ", v),
        v ->
            !v.isEmpty()
                && v.stream().allMatch(ValueTypes::isTopicName)
                && v.stream().distinct().count() == v.size(),
        "a topic name (letters, digits, dot, underscore, hyphen, at most 249 characters), or"
            + " different ones separated by commas");
  }

  private static boolean isTopicName(String name) {
    try {
      Topic.validate(name);
      return true;
    } catch (InvalidTopicException e) {
      return false;
    }
  }

  /** Address ranges, separated by commas. */
  static ValueType<List<Cidr>> cidrs() {
    return ranged(
        text -> parts(text).map(Cidr::parse).toList(),
        v -> v.stream().map(Cidr::toString).collect(Collectors.joining(", ")),
        v -> !v.isEmpty(),
        "ranges such as 10.0.0.0/8, fd00::/8, separated by commas");
  }

  /** Host names, separated by commas, in lower case. */
  static ValueType<Set<String>> hosts() {
    return ranged(
        text -> parts(text.toLowerCase(Locale.ROOT)).collect(Collectors.toCollection(TreeSet::new)),
        v -> String.join(", ", v),
        v -> !v.isEmpty() && v.size() <= MAX_HOSTS && v.stream().allMatch(HOST.asMatchPredicate()),
        "at most " + MAX_HOSTS + " host names or addresses, separated by commas");
  }

  /** Names, separated by commas, or none. */
  static ValueType<List<String>> names(String what) {
    return ranged(
        text -> text.equals("none") ? List.of() : someOf(text),
        v -> v.isEmpty() ? "none" : String.join(", ", v),
        v -> v.stream().noneMatch(name -> name.indexOf(0) >= 0),
        "none, or " + what + " separated by commas");
  }

  /** {@code CONSTANT:share} pairs with shares above 0 that add up to at most 1, or none. */
  static <E extends Enum<E>> ValueType<Map<E, Double>> shares(Class<E> type) {
    return ranged(
        text -> text.equals("none") ? Map.of() : shares(type, text),
        v ->
            v.isEmpty()
                ? "none"
                : v.entrySet().stream()
                    .map(share -> share.getKey() + ":" + share.getValue())
                    .collect(Collectors.joining(", ")),
        v ->
            v.values().stream().allMatch(share -> share > 0)
                && v.values().stream().mapToDouble(share -> share).sum() <= 1,
        "none, or CODE:SHARE separated by commas, with shares above 0 that add up to at most 1 and"
            + " codes of "
            + Stream.of(type.getEnumConstants()).map(Enum::name).collect(Collectors.joining(", ")));
  }

  private static <E extends Enum<E>> Map<E, Double> shares(Class<E> type, String text) {
    Map<E, Double> shares = new EnumMap<>(type);
    for (String part : someOf(text)) {
      String[] pair = part.split(":", -1);
      if (pair.length != 2
          || shares.put(Enum.valueOf(type, pair[0].strip()), Double.valueOf(pair[1].strip()))
              != null) {
        throw new IllegalArgumentException("not CODE:SHARE, or a code twice");
      }
    }
    return shares;
  }

  private static List<String> someOf(String text) {
    List<String> names = parts(text).toList();
    if (names.isEmpty()) {
      throw new IllegalArgumentException("empty");
    }
    return names;
  }

  /** Ports, separated by commas. */
  static ValueType<Set<Integer>> ports() {
    return ranged(
        text -> parts(text).map(Integer::valueOf).collect(Collectors.toCollection(TreeSet::new)),
        v -> v.stream().sorted().map(String::valueOf).collect(Collectors.joining(", ")),
        v -> !v.isEmpty() && v.stream().allMatch(port -> port >= 1 && port <= 65_535),
        "ports between 1 and 65535, separated by commas");
  }

  private static Stream<String> parts(String text) {
    return Stream.of(text.split(",")).map(String::strip).filter(part -> !part.isEmpty());
  }

  private static <T> ValueType<T> ranged(
      Function<String, T> parse, Function<T, String> format, Predicate<T> allowed, String range) {
    return new Ranged<>(parse, format, allowed, range, "", false);
  }

  private record Ranged<T>(
      Function<String, T> parser,
      Function<T, String> formatter,
      Predicate<T> allowed,
      String range,
      String unit,
      boolean isSecret)
      implements ValueType<T> {
    @Override
    public T parse(String text) {
      T value = parser.apply(text.strip());
      if (!allowed.test(value)) {
        throw new IllegalArgumentException("out of range");
      }
      return value;
    }

    @Override
    public String format(T value) {
      return formatter.apply(value);
    }
  }
}
