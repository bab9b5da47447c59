package io.cmaclip.embedded.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.avro.Schema;

/** Parses and prints schemas, with the types they reference. Stateless. */
final class SchemaParsing {

  private static final Pattern PROTOBUF_TYPE = Pattern.compile("\\b(message|enum)\\s+\\w+\\s*\\{");

  /** Avro's own attributes; the order of all other properties is irrelevant. */
  private static final Set<String> ATTRIBUTES =
      Set.of(
          "type",
          "name",
          "namespace",
          "doc",
          "fields",
          "symbols",
          "items",
          "values",
          "size",
          "default",
          "order",
          "aliases");

  private final Function<SchemaText.Reference, SchemaText> references;

  /** {@code references} resolves a reference. */
  SchemaParsing(Function<SchemaText.Reference, SchemaText> references) {
    this.references = references;
  }

  /**
   * Parses a schema.
   *
   * @throws ApiException if it is not an Avro schema or a reference is unknown
   */
  Schema parse(SchemaText text) {
    return parse(text, new ArrayList<>());
  }

  /** The form in which schemas are stored and compared. */
  @SuppressWarnings("deprecation") // Nothing else prints a schema with its references by name.
  SchemaText canonical(SchemaText given, boolean normalize) {
    if (!given.isAvro()) {
      requirePlausible(given);
      return given;
    }
    List<Schema> referred = new ArrayList<>();
    String text = parse(given, referred).toString(referred, false);
    return new SchemaText(null, normalize ? normalized(text) : text, given.references());
  }

  /** Refuses what is evidently not a schema of its type; the text is not parsed further. */
  private static void requirePlausible(SchemaText text) {
    if (text.schema().isBlank()) {
      throw ApiException.invalidSchema("empty");
    }
    if (text.type().equals("PROTOBUF") && !PROTOBUF_TYPE.matcher(text.schema()).find()) {
      throw ApiException.invalidSchema("no message or enum");
    }
    if (text.type().equals("JSON")) {
      try {
        Json.MAPPER.readTree(text.schema());
      } catch (JsonProcessingException invalid) {
        throw ApiException.invalidSchema(invalid.getOriginalMessage());
      }
    }
  }

  private Schema parse(SchemaText text, List<Schema> referred) {
    if (text.schema().isBlank()) {
      throw ApiException.invalidSchema("empty");
    }
    List<String> targets = new ArrayList<>();
    collect(text, targets, new HashSet<>());
    try {
      Schema.Parser parser = new Schema.Parser();
      targets.forEach(target -> referred.add(parser.parse(target)));
      return parser.parse(text.schema());
    } catch (RuntimeException | StackOverflowError invalid) {
      // For bad JSON, Avro throws its own exceptions, ClassCastException and others.
      throw ApiException.invalidSchema(String.valueOf(invalid.getMessage()));
    }
  }

  /** Depth first, so that each schema follows those it references. */
  private void collect(SchemaText text, List<String> found, Set<SchemaText.Reference> seen) {
    for (SchemaText.Reference reference : text.references()) {
      if (seen.add(reference)) {
        SchemaText target = references.apply(reference);
        collect(target, found, seen);
        found.add(target.schema());
      }
    }
  }

  private static String normalized(String json) {
    try {
      return sorted(Json.MAPPER.readTree(json)).toString();
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a schema printed by Avro is JSON", impossible);
    }
  }

  private static JsonNode sorted(JsonNode node) {
    if (node instanceof ObjectNode object) {
      return sorted(object);
    }
    if (node instanceof ArrayNode array) {
      ArrayNode result = Json.MAPPER.createArrayNode();
      array.forEach(item -> result.add(sorted(item)));
      return result;
    }
    return node;
  }

  private static ObjectNode sorted(ObjectNode object) {
    ObjectNode result = Json.MAPPER.createObjectNode();
    Map<String, JsonNode> properties = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      if (!ATTRIBUTES.contains(entry.getKey())) {
        properties.put(entry.getKey(), entry.getValue());
      } else if (entry.getKey().equals("default")) {
        result.set("default", entry.getValue());
      } else {
        result.set(entry.getKey(), sorted(entry.getValue()));
      }
    }
    properties.forEach(result::set);
    return result;
  }
}
