package io.cmaclip.embedded.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A parsed request.
 *
 * @param path decoded non-empty segments
 * @param query decoded parameters
 */
record ApiRequest(String method, List<String> path, Map<String, String> query, byte[] body) {

  static ApiRequest of(String method, String rawPath, String rawQuery, byte[] body) {
    try {
      List<String> path =
          Arrays.stream(rawPath.split("/"))
              .filter(segment -> !segment.isEmpty())
              // Unlike in a query, a plus in a path is literal.
              .map(segment -> decode(segment.replace("+", "%2B")))
              .toList();
      Map<String, String> query = new HashMap<>();
      for (String pair : rawQuery == null ? new String[0] : rawQuery.split("&")) {
        int equals = pair.indexOf('=');
        query.put(
            decode(equals < 0 ? pair : pair.substring(0, equals)),
            equals < 0 ? "" : decode(pair.substring(equals + 1)));
      }
      return new ApiRequest(method, path, query, body);
    } catch (IllegalArgumentException badEscape) {
      throw ApiException.badRequest("Malformed address: " + badEscape.getMessage());
    }
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  boolean flag(String name) {
    return Boolean.parseBoolean(query.get(name));
  }

  /** Path segment by index; empty if the path is shorter. */
  String segment(int index) {
    return index < path.size() ? path.get(index) : "";
  }

  /** The schema in the body. */
  SchemaText schema() {
    JsonNode json = json();
    String type = json.path("schemaType").isNull() ? "" : json.path("schemaType").asText();
    if (!type.isEmpty() && !SchemaText.TYPES.contains(type)) {
      throw ApiException.invalidSchema(
          "type " + type + " is not supported, only " + String.join(", ", SchemaText.TYPES));
    }
    List<SchemaText.Reference> references = new ArrayList<>();
    for (JsonNode reference : json.path("references")) {
      references.add(
          new SchemaText.Reference(
              reference.path("name").asText(),
              reference.path("subject").asText(),
              reference.path("version").asInt()));
    }
    return new SchemaText(
        type.isEmpty() || type.equals("AVRO") ? null : type,
        json.path("schema").asText(""),
        references);
  }

  /** The body as a JSON object. */
  JsonNode json() {
    try {
      JsonNode json = Json.MAPPER.readTree(body);
      if (json != null && json.isObject()) {
        return json;
      }
    } catch (IOException malformed) {
      throw ApiException.badRequest("Malformed JSON: " + malformed.getMessage());
    }
    throw ApiException.badRequest("The body must be a JSON object");
  }
}
