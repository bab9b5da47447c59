package io.cmaclip.model.files;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.cmaclip.model.errors.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * JSON as records. An error message is one line with key path, value and allowed values; checks in
 * a record's constructor provide their own. Unknown keys (unless the record allows them), missing
 * numbers, quoted numbers and fractions for integers are rejected.
 */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .addModule(
              new SimpleModule()
                  .addSerializer(Instant.class, ToStringSerializer.instance)
                  .addDeserializer(Instant.class, new InstantIn()))
          .build();

  private Json() {}

  /**
   * Parses a file.
   *
   * @throws UserException naming the file and the error
   */
  public static <T> T read(Path file, Class<T> type) {
    try {
      return read(Files.readAllBytes(file), type);
    } catch (IOException e) {
      throw new UserException(file + " cannot be read: " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new UserException(file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Parses a resource.
   *
   * @param owner class in the package of the resource
   */
  public static <T> T resource(Class<?> owner, String name, Class<T> type) {
    try (InputStream in = owner.getResourceAsStream(name)) {
      return read(in.readAllBytes(), type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Parses JSON bytes.
   *
   * @throws IllegalArgumentException describing the error
   */
  public static <T> T read(byte[] json, Class<T> type) {
    try {
      return read(MAPPER.readTree(json), type);
    } catch (IOException e) {
      String why = e instanceof JacksonException j ? j.getOriginalMessage() : e.getMessage();
      throw new IllegalArgumentException("not readable as JSON: " + firstLine(why), e);
    }
  }

  /**
   * Converts a JSON tree.
   *
   * @throws IllegalArgumentException describing the error
   */
  public static <T> T read(JsonNode json, Class<T> type) {
    if (json.isNull() || json.isMissingNode()) {
      throw new IllegalArgumentException("must be a JSON object");
    }
    try {
      return MAPPER.treeToValue(json, type);
    } catch (JsonMappingException e) {
      throw new IllegalArgumentException(problem(json, e), e);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(firstLine(e.getOriginalMessage()), e);
    }
  }

  /** Converts a value to a mutable JSON tree. */
  public static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /** Serializes a value as one line of JSON. */
  public static byte[] bytes(Object value) throws IOException {
    return MAPPER.writeValueAsBytes(value);
  }

  /** Serializes a value as indented JSON. */
  public static String pretty(Object value) throws IOException {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
  }

  private static String problem(JsonNode root, JsonMappingException e) {
    String place = place(e.getPath());
    if (e instanceof UnrecognizedPropertyException unknown) {
      return place + ": unknown key; known are " + new TreeSet<>(unknown.getKnownPropertyIds());
    }
    if (e instanceof MismatchedInputException mismatch) {
      String allowed = "must be " + allowed(mismatch.getTargetType());
      if (place.isEmpty()) {
        return "must be a JSON object";
      }
      JsonNode value = value(root, e.getPath());
      return place
          + (value.isNull() || value.isMissingNode() ? " is missing: " : " = " + value + ": ")
          + allowed;
    }
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message =
        firstLine(
            cause instanceof JacksonException j ? j.getOriginalMessage() : cause.getMessage());
    // The record's own message may already begin with the end of the path.
    for (int i = 0; i < e.getPath().size(); i++) {
      if (message.startsWith(e.getPath().get(i).getFieldName() + ".")) {
        place = place(e.getPath().subList(0, i));
        break;
      }
    }
    return place.isEmpty() ? message : place + ": " + message;
  }

  private static String place(List<JsonMappingException.Reference> path) {
    StringBuilder place = new StringBuilder();
    for (JsonMappingException.Reference reference : path) {
      if (reference.getFieldName() == null) {
        place.append('[').append(reference.getIndex()).append(']');
      } else {
        place.append(place.isEmpty() ? "" : ".").append(reference.getFieldName());
      }
    }
    return place.toString();
  }

  private static JsonNode value(JsonNode root, List<JsonMappingException.Reference> path) {
    JsonNode value = root;
    for (JsonMappingException.Reference reference : path) {
      value =
          reference.getFieldName() == null
              ? value.path(reference.getIndex())
              : value.path(reference.getFieldName());
    }
    return value;
  }

  private static String allowed(Class<?> type) {
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .map(constant -> MAPPER.valueToTree(constant).asText())
          .collect(Collectors.joining(", ", "one of ", ""));
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
      return "a whole number";
    }
    if (type == double.class || type == Double.class) {
      return "a number";
    }
    if (type.isArray() || Collection.class.isAssignableFrom(type)) {
      return "a list";
    }
    return type == String.class ? "text" : "an object";
  }

  private static String firstLine(String message) {
    return String.valueOf(message).lines().findFirst().orElse("");
  }

  private static final class InstantIn extends FromStringDeserializer<Instant> {
    InstantIn() {
      super(Instant.class);
    }

    @Override
    protected Instant _deserialize(String text, DeserializationContext context) {
      try {
        return Instant.parse(text);
      } catch (DateTimeException e) {
        throw new DateTimeException("must be an ISO-8601 time, such as 2026-01-31T12:00:00Z");
      }
    }
  }
}
