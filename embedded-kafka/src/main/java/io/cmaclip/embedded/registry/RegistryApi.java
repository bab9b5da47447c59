package io.cmaclip.embedded.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cmaclip.embedded.registry.SchemaCatalog.Version;
import java.util.List;
import java.util.UUID;

/** Paths, parameters and JSON of Confluent's REST API. */
final class RegistryApi {

  private final SchemaStore store;

  RegistryApi(SchemaStore store) {
    this.store = store;
  }

  /**
   * Handles a request.
   *
   * @throws ApiException for every status except 200
   */
  JsonNode answer(ApiRequest request) {
    return switch (request.segment(0)) {
      case "" -> get(request, Json.MAPPER.createObjectNode());
      case "subjects" -> subjects(request);
      case "schemas" -> schemas(request);
      case "config" -> config(request);
      case "compatibility" -> compatibility(request);
      case "mode" -> get(request, Json.MAPPER.createObjectNode().put("mode", "READWRITE"));
      case "contexts" -> get(request, Json.MAPPER.createArrayNode().add("."));
      default -> throw ApiException.noSuchPath();
    };
  }

  private JsonNode subjects(ApiRequest request) {
    List<String> path = request.path();
    if (path.size() == 1) {
      String prefix = request.query().getOrDefault("subjectPrefix", "");
      List<String> subjects = store.subjects(request.flag("deleted"));
      return get(
          request,
          Json.MAPPER.valueToTree(subjects.stream().filter(s -> s.startsWith(prefix)).toList()));
    }
    String subject = path.get(1);
    if (path.size() == 2) {
      return subject(request, subject);
    }
    if (!path.get(2).equals("versions")) {
      throw ApiException.noSuchPath();
    }
    return path.size() == 3 ? versions(request, subject) : version(request, subject);
  }

  private JsonNode subject(ApiRequest request, String subject) {
    return switch (request.method()) {
      case "POST" ->
          describe(
              store.lookUp(
                  subject, request.schema(), request.flag("normalize"), request.flag("deleted")));
      case "DELETE" ->
          Json.MAPPER.valueToTree(store.deleteSubject(subject, request.flag("permanent")));
      default -> throw ApiException.methodNotAllowed();
    };
  }

  private JsonNode versions(ApiRequest request, String subject) {
    return switch (request.method()) {
      case "GET" ->
          Json.MAPPER.valueToTree(
              store.versions(subject, request.flag("deleted")).stream()
                  .map(Version::number)
                  .toList());
      case "POST" -> {
        if (request.json().path("id").asInt(-1) > 0) {
          throw ApiException.notInImportMode(subject);
        }
        int id = store.register(subject, request.schema(), request.flag("normalize"));
        yield Json.MAPPER.createObjectNode().put("id", id);
      }
      default -> throw ApiException.methodNotAllowed();
    };
  }

  private JsonNode version(ApiRequest request, String subject) {
    VersionName name = VersionName.parse(request.segment(3));
    boolean deleted = request.flag("deleted");
    if (request.method().equals("DELETE") && request.path().size() == 4) {
      return Json.MAPPER
          .getNodeFactory()
          .numberNode(store.deleteVersion(subject, name, request.flag("permanent")));
    }
    return switch (request.segment(4)) {
      case "" -> get(request, describe(store.version(subject, name, deleted)));
      case "schema" -> get(request, tree(store.text(store.version(subject, name, deleted).id())));
      default -> throw ApiException.noSuchPath();
    };
  }

  private JsonNode schemas(ApiRequest request) {
    if (request.segment(1).equals("types")) {
      return get(request, Json.MAPPER.valueToTree(SchemaText.TYPES));
    }
    if (request.segment(1).equals("guids") && request.path().size() == 3) {
      ObjectNode schema = Json.MAPPER.createObjectNode();
      return get(request, withReferences(schema, store.text(guid(request.segment(2)))));
    }
    if (!request.segment(1).equals("ids") || request.path().size() < 3) {
      throw ApiException.noSuchPath();
    }
    long id = id(request.segment(2));
    boolean deleted = request.flag("deleted");
    return switch (request.segment(3)) {
      case "" -> {
        ObjectNode schema = withReferences(Json.MAPPER.createObjectNode(), store.text(id));
        if (request.flag("fetchMaxId")) {
          schema.put("maxId", store.newestId());
        }
        yield get(request, schema);
      }
      case "schema" -> get(request, tree(store.text(id)));
      case "subjects" ->
          get(
              request,
              Json.MAPPER.valueToTree(
                  store.holders(id, deleted).stream().map(Version::subject).distinct().toList()));
      case "versions" -> {
        ArrayNode holders = Json.MAPPER.createArrayNode();
        store
            .holders(id, deleted)
            .forEach(
                v -> holders.addObject().put("subject", v.subject()).put("version", v.number()));
        yield get(request, holders);
      }
      default -> throw ApiException.noSuchPath();
    };
  }

  private JsonNode config(ApiRequest request) {
    String subject = request.path().size() == 2 ? request.path().get(1) : null;
    if (request.path().size() > 2) {
      throw ApiException.noSuchPath();
    }
    return switch (request.method()) {
      case "GET" ->
          level(
              subject == null
                  ? store.level()
                  : store.level(subject, request.flag("defaultToGlobal")));
      case "PUT" -> {
        CompatibilityLevel level =
            CompatibilityLevel.named(request.json().path("compatibility").asText());
        store.setLevel(subject, level);
        yield Json.MAPPER.createObjectNode().put("compatibility", level.name());
      }
      case "DELETE" -> level(store.clearLevel(subject));
      default -> throw ApiException.methodNotAllowed();
    };
  }

  private static ObjectNode level(CompatibilityLevel level) {
    return Json.MAPPER.createObjectNode().put("compatibilityLevel", level.name());
  }

  private JsonNode compatibility(ApiRequest request) {
    List<String> path = request.path();
    if (path.size() < 4
        || path.size() > 5
        || !path.get(1).equals("subjects")
        || !path.get(3).equals("versions")) {
      throw ApiException.noSuchPath();
    }
    if (!request.method().equals("POST")) {
      throw ApiException.methodNotAllowed();
    }
    VersionName after = path.size() == 5 ? VersionName.parse(path.get(4)) : null;
    List<String> incompatibilities =
        store.incompatibilities(path.get(2), request.schema(), after, request.flag("normalize"));
    ObjectNode answer =
        Json.MAPPER.createObjectNode().put("is_compatible", incompatibilities.isEmpty());
    if (request.flag("verbose")) {
      answer.set("messages", Json.MAPPER.valueToTree(incompatibilities));
    }
    return answer;
  }

  private ObjectNode describe(Version version) {
    ObjectNode described =
        Json.MAPPER
            .createObjectNode()
            .put("subject", version.subject())
            .put("version", version.number())
            .put("id", version.id());
    return withReferences(described, store.text(version.id()));
  }

  private static ObjectNode withReferences(ObjectNode node, SchemaText text) {
    node.put("guid", text.guid().toString());
    node.put("schema", text.schema());
    if (!text.isAvro()) {
      node.put("schemaType", text.type());
    }
    if (!text.references().isEmpty()) {
      node.set("references", Json.MAPPER.valueToTree(text.references()));
    }
    return node;
  }

  private static JsonNode tree(SchemaText text) {
    if (!text.isAvro()) {
      return Json.MAPPER.getNodeFactory().textNode(text.schema());
    }
    try {
      return Json.MAPPER.readTree(text.schema());
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a registered schema is JSON", impossible);
    }
  }

  private static UUID guid(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException notAGuid) {
      throw ApiException.noSuchPath();
    }
  }

  private static long id(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException notAnId) {
      throw ApiException.noSuchPath();
    }
  }

  private static <N extends JsonNode> N get(ApiRequest request, N answer) {
    if (!request.method().equals("GET")) {
      throw ApiException.methodNotAllowed();
    }
    return answer;
  }
}
