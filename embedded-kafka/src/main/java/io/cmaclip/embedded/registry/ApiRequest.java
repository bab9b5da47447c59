package io.cmaclip.embedded.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A request taken apart.
 *
 * @param path decoded segments, without empty ones
 * @param query decoded parameters
 * @param body as sent
 */
record ApiRequest(String method, List<String> path, Map<String, String> query, byte[] body) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static ApiRequest of(String method, String rawPath, String rawQuery, byte[] body) {
    try {
      List<String> path =
          Arrays.stream(rawPath.split("/"))
              .filter(segment -> !segment.isEmpty())
              // A plus is a plus in a path, unlike in a query.
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

  /** Segment by index; empty when the path is shorter. */
  String segment(int index) {
    return index < path.size() ? path.get(index) : "";
  }

  /** The schema in the body. */
  SchemaText schema() {
    JsonNode json = json();
    String type = json.path("schemaType").asText("AVRO");
    if (!type.isEmpty() && !type.equals("AVRO") && !json.path("schemaType").isNull()) {
      throw ApiException.invalidSchema("type " + type + " is not supported, only AVRO");
    }
    List<SchemaText.Reference> references = new ArrayList<>();
    for (JsonNode reference : json.path("references")) {
      references.add(
          new SchemaText.Reference(
              reference.path("name").asText(),
              reference.path("subject").asText(),
              reference.path("version").asInt()));
    }
    return new SchemaText(json.path("schema").asText(""), references);
  }

  /** The body as a JSON object. */
  JsonNode json() {
    try {
      JsonNode json = JSON.readTree(body);
      if (json != null && json.isObject()) {
        return json;
      }
    } catch (JsonProcessingException malformed) {
      throw ApiException.badRequest("Malformed JSON: " + malformed.getOriginalMessage());
    } catch (java.io.IOException malformed) {
      throw ApiException.badRequest("Malformed JSON: " + malformed.getMessage());
    }
    throw ApiException.badRequest("The body must be a JSON object");
  }
}
