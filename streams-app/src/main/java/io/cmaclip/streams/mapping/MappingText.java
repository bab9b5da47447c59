package io.cmaclip.streams.mapping;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.cmaclip.model.errors.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A mapping file with everything that it takes from the ready mapping that it extends.
 *
 * @param key how record keys are decoded
 * @param variables expressions of variables by name, in the order of evaluation
 * @param fields expressions by field
 * @param attributes expressions of declared attributes by task; the expression of {@link #ALL}
 *     gives an object of them
 */
record MappingText(
    KeyFormat key,
    Map<String, String> variables,
    Map<String, String> fields,
    Map<String, String> attributes) {
  static final String ALL = "*";
  static final String IGNORE = "ignore";
  static final String DELETE = "delete";
  static final String ID = "id";
  static final String TITLE = "title";
  static final String DESCRIPTION = "description";
  static final String IMAGES = "images";
  static final String CATEGORY = "category";
  static final String UPDATED_AT = "updated-at";
  static final String ATTRIBUTES = "attributes";

  /** Names of the ready mappings. */
  static final List<String> READY =
      List.of("debezium", "cloudevents", "shopify-product", "google-merchant");

  private static final String EXTENDS = "extends";
  private static final String KEY = "key";
  private static final String LET = "let";
  private static final List<String> FIELDS =
      List.of(IGNORE, DELETE, ID, TITLE, DESCRIPTION, IMAGES, CATEGORY, UPDATED_AT);
  private static final int MAX_FILE_BYTES = 1 << 20;
  private static final MappingText EMPTY =
      new MappingText(KeyFormat.AUTO, Map.of(), Map.of(), Map.of());
  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();

  /**
   * Reads a ready mapping or a file.
   *
   * @param nameOrFile name of a ready mapping, or path of a file
   * @throws UserException if there is no such file, or it is no mapping
   */
  static MappingText load(String nameOrFile) {
    try {
      if (READY.contains(nameOrFile)) {
        return parse(resource(nameOrFile));
      }
      Path file = Path.of(nameOrFile);
      if (Files.size(file) > MAX_FILE_BYTES) {
        throw new UserException(nameOrFile + " is larger than 1 MB, so it is no mapping");
      }
      return parse(Files.readString(file, StandardCharsets.UTF_8));
    } catch (IOException | InvalidPathException e) {
      throw new UserException(
          "%s cannot be read (%s); must be a file, or one of %s"
              .formatted(nameOrFile, e.getClass().getSimpleName(), String.join(", ", READY)),
          e);
    } catch (IllegalArgumentException e) {
      throw new UserException(nameOrFile + ": " + e.getMessage(), e);
    }
  }

  /** All expressions. */
  Stream<String> expressions() {
    return Stream.of(variables, fields, attributes).flatMap(all -> all.values().stream());
  }

  /** The text of a ready mapping. */
  static String resource(String ready) {
    try (InputStream in = MappingText.class.getResourceAsStream(ready + ".yaml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Parses YAML.
   *
   * @throws IllegalArgumentException naming the key that is unknown or not allowed
   */
  static MappingText parse(String yaml) {
    Map<?, ?> entries;
    try {
      Object document = YAML.readValue(yaml, Object.class);
      if (!(document instanceof Map<?, ?> map)) {
        throw new IllegalArgumentException("must be a YAML object with the keys " + keys());
      }
      entries = map;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(notYaml(e), e);
    }
    MappingText base = EMPTY;
    if (entries.containsKey(EXTENDS)) {
      String ready = text(EXTENDS, entries.get(EXTENDS));
      if (!READY.contains(ready)) {
        throw new IllegalArgumentException(
            "extends = " + ready + ": must be one of " + String.join(", ", READY));
      }
      base = parse(resource(ready));
    }
    return base.with(entries);
  }

  private static String notYaml(JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    return "is not YAML"
        + (at == null ? "" : " at line %s, column %s".formatted(at.getLineNr(), at.getColumnNr()))
        + ": "
        + e.getOriginalMessage().lines().findFirst().orElse("")
        + "; quote an expression that contains ': ' or starts with a special character";
  }

  private MappingText with(Map<?, ?> entries) {
    KeyFormat keys = key;
    Map<String, String> variablesNow = new LinkedHashMap<>(variables);
    Map<String, String> fieldsNow = new LinkedHashMap<>(fields);
    Map<String, String> attributesNow = new LinkedHashMap<>(attributes);
    for (Map.Entry<?, ?> entry : entries.entrySet()) {
      String name = String.valueOf(entry.getKey());
      Object value = entry.getValue();
      switch (name) {
        case EXTENDS -> {}
        case KEY -> keys = keyFormat(text(KEY, value));
        case LET -> put(LET, value, variablesNow);
        case ATTRIBUTES -> {
          if (value instanceof Map) {
            attributesNow.remove(ALL);
            put(ATTRIBUTES, value, attributesNow);
          } else {
            attributesNow.clear();
            set(ATTRIBUTES, ALL, value, attributesNow);
          }
        }
        default -> {
          if (!FIELDS.contains(name)) {
            throw new IllegalArgumentException(
                "unknown key " + name + ": must be one of " + keys());
          }
          set(name, name, value, fieldsNow);
        }
      }
    }
    return new MappingText(keys, variablesNow, fieldsNow, attributesNow);
  }

  private static void put(String name, Object value, Map<String, String> into) {
    if (!(value instanceof Map<?, ?> members)) {
      throw new IllegalArgumentException(name + ": must be an object of names and expressions");
    }
    members.forEach(
        (member, expression) -> set(name + "." + member, String.valueOf(member), expression, into));
  }

  /** An empty expression removes what the ready mapping has. */
  private static void set(String path, String name, Object value, Map<String, String> into) {
    if (value == null || String.valueOf(value).isBlank()) {
      into.remove(name);
    } else {
      into.put(name, text(path, value));
    }
  }

  private static String text(String path, Object value) {
    if (value instanceof String || value instanceof Number || value instanceof Boolean) {
      return value.toString();
    }
    throw new IllegalArgumentException(
        path + ": must be one expression; quote it if it starts with { or [");
  }

  private static KeyFormat keyFormat(String word) {
    for (KeyFormat format : KeyFormat.values()) {
      if (format.name().equalsIgnoreCase(word)) {
        return format;
      }
    }
    throw new IllegalArgumentException(
        "key = "
            + word
            + ": must be one of "
            + Stream.of(KeyFormat.values())
                .map(format -> format.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", ")));
  }

  private static String keys() {
    return Stream.concat(Stream.of(EXTENDS, KEY, LET, ATTRIBUTES), FIELDS.stream())
        .collect(Collectors.joining(", "));
  }
}
