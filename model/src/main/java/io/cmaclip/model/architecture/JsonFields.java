package io.cmaclip.model.architecture;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads the fields of one JSON object, and refuses what is missing, of another type or unknown. */
final class JsonFields {
  private final String prefix;
  private final JsonNode node;
  private final Set<String> known = new HashSet<>();

  private JsonFields(String prefix, JsonNode node) {
    this.prefix = prefix;
    this.node = node;
  }

  static JsonFields of(String prefix, JsonNode node) {
    if (node == null || !node.isObject()) {
      String name = prefix.isEmpty() ? "architecture" : prefix.substring(0, prefix.length() - 1);
      throw new IllegalArgumentException(name + " = " + node + ": must be an object");
    }
    return new JsonFields(prefix, node);
  }

  JsonFields object(String key) {
    return of(prefix + key + ".", get(key));
  }

  int integer(String key) {
    JsonNode value = get(key);
    if (value == null || !value.canConvertToExactIntegral() || !value.canConvertToInt()) {
      throw refused(key, value, "must be a whole number");
    }
    return value.intValue();
  }

  int integer(String key, int absent) {
    return get(key) == null ? absent : integer(key);
  }

  boolean bool(String key) {
    JsonNode value = get(key);
    if (value == null || !value.isBoolean()) {
      throw refused(key, value, "must be true or false");
    }
    return value.booleanValue();
  }

  double number(String key, double absent) {
    JsonNode value = get(key);
    if (value == null) {
      return absent;
    }
    if (!value.isNumber()) {
      throw refused(key, value, "must be a number");
    }
    return value.doubleValue();
  }

  List<Double> numbers(String key, List<Double> absent) {
    JsonNode value = get(key);
    if (value == null) {
      return absent;
    }
    List<Double> numbers = new ArrayList<>();
    for (JsonNode element : value) {
      if (!element.isNumber()) {
        throw refused(key, value, "must be a list of numbers");
      }
      numbers.add(element.doubleValue());
    }
    return numbers;
  }

  <E extends Enum<E>> E choice(String key, Class<E> type, E absent) {
    JsonNode value = get(key);
    if (value == null) {
      return absent;
    }
    for (E constant : type.getEnumConstants()) {
      if (value.isTextual() && name(constant).equals(value.textValue())) {
        return constant;
      }
    }
    String names =
        Arrays.stream(type.getEnumConstants())
            .map(JsonFields::name)
            .collect(Collectors.joining(", "));
    throw refused(key, value, "must be one of " + names);
  }

  /** The name of a constant in JSON. */
  static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  void refuseOthers() {
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!known.contains(field.getKey())) {
        throw new IllegalArgumentException(
            prefix + field.getKey() + ": unknown key; known are " + new TreeSet<>(known));
      }
    }
  }

  private JsonNode get(String key) {
    known.add(key);
    JsonNode value = node.get(key);
    return value == null || value.isNull() ? null : value;
  }

  private IllegalArgumentException refused(String key, JsonNode value, String rule) {
    return new IllegalArgumentException(
        prefix + key + (value == null ? " is missing: " : " = " + value + ": ") + rule);
  }
}
