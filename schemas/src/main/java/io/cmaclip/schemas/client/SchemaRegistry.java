package io.cmaclip.schemas.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/**
 * Schema registry client with caches. Schemas by id and ids of registered schemas never change and
 * are cached without a limit of time; unknown ids and latest versions have a time to live. Two
 * threads may send the same request at once. Thread-safe.
 *
 * <p>Every method throws {@link RegistryUnavailableException} if no address responds, and {@link
 * RegistryRefusalException} for a final error response.
 */
public final class SchemaRegistry {

  /** The type of a schema whose type the registry does not state. */
  private static final String AVRO = "AVRO";

  /** Limits the cache of unknown ids, because corrupted records may contain any id. */
  private static final int MAX_UNKNOWN_IDS = 1000;

  private static final String PROTOBUF = "PROTOBUF";

  private record SubjectAndSchema(String subject, Schema schema, boolean normalized) {}

  private record SubjectAndText(String subject, String text, boolean normalized) {}

  private record Cached<T>(T value, Instant until) {}

  private final RegistryHttp http;
  private final RegistrySettings settings;
  private final Clock clock;
  private final Map<SchemaId, Schema> schemasById = new ConcurrentHashMap<>();
  private final Map<SubjectAndSchema, Integer> registered = new ConcurrentHashMap<>();
  private final Map<SubjectAndSchema, Integer> lookedUp = new ConcurrentHashMap<>();
  private final Map<SubjectAndText, Integer> protobuf = new ConcurrentHashMap<>();
  private final Map<String, Cached<RegisteredSchema>> latest = new ConcurrentHashMap<>();
  private final UnknownIds unknownIds = new UnknownIds();

  public SchemaRegistry(RegistrySettings settings) {
    this(settings, Clock.systemUTC());
  }

  SchemaRegistry(RegistrySettings settings, Clock clock) {
    this.http = new RegistryHttp(settings);
    this.settings = settings;
    this.clock = clock;
  }

  public Schema byId(int id) {
    return byId(new SchemaId.Numeric(id));
  }

  /** The schema with an id, including the types that it references. */
  public Schema byId(SchemaId id) {
    Schema known = schemasById.get(id);
    if (known != null) {
      return known;
    }
    unknownIds.throwIfKnown(id, clock.instant());
    try {
      Schema schema = parse(http.getFromAnyReplica(id.path()));
      schemasById.put(id, schema);
      return schema;
    } catch (RegistryRefusalException | UnreadableSchemaException unknown) {
      unknownIds.add(id, unknown, clock.instant().plus(settings.unknownIdLifetime()));
      throw unknown;
    }
  }

  /**
   * The text of a schema of any type with an id, including the types that it references. Not
   * cached, except that an id is unknown.
   */
  public SchemaText textById(SchemaId id) {
    unknownIds.throwIfKnown(id, clock.instant());
    try {
      JsonNode answer = http.getFromAnyReplica(id.path());
      Map<String, String> referenced = new LinkedHashMap<>();
      collectReferences(answer, referenced, new HashSet<>());
      return new SchemaText(
          answer.path("schemaType").asText(AVRO), answer.path("schema").asText(), referenced);
    } catch (RegistryRefusalException unknown) {
      unknownIds.add(id, unknown, clock.instant().plus(settings.unknownIdLifetime()));
      throw unknown;
    }
  }

  /** Registers a schema under a subject unless it is registered. Returns its id. */
  public int register(String subject, Schema schema, boolean normalize) {
    SubjectAndSchema key = new SubjectAndSchema(subject, schema, normalize);
    Integer known = registered.get(key);
    if (known == null) {
      String path = subjectPath(subject) + "/versions?normalize=" + normalize;
      known = http.post(path, body(schema)).path("id").asInt();
      registered.put(key, known);
    }
    return known;
  }

  /** Id of a schema that is registered under the subject. */
  public int idOf(String subject, Schema schema, boolean normalize) {
    SubjectAndSchema key = new SubjectAndSchema(subject, schema, normalize);
    Integer known = lookedUp.get(key);
    if (known == null) {
      String path = subjectPath(subject) + "?normalize=" + normalize + "&deleted=false";
      known = http.post(path, body(schema)).path("id").asInt();
      lookedUp.put(key, known);
    }
    return known;
  }

  /** Registers a Protobuf schema under a subject unless it is registered. Returns its id. */
  public int registerProtobuf(String subject, String text, boolean normalize) {
    return protobufId(subject + "/register", subjectPath(subject) + "/versions", text, normalize);
  }

  /** Id of a Protobuf schema that is registered under the subject. */
  public int idOfProtobuf(String subject, String text, boolean normalize) {
    return protobufId(subject + "/find", subjectPath(subject), text, normalize);
  }

  private int protobufId(String key, String path, String text, boolean normalize) {
    SubjectAndText schema = new SubjectAndText(key, text, normalize);
    Integer known = protobuf.get(schema);
    if (known == null) {
      ObjectNode body =
          RegistryHttp.JSON.createObjectNode().put("schemaType", PROTOBUF).put("schema", text);
      known = http.post(path + "?normalize=" + normalize, body).path("id").asInt();
      protobuf.put(schema, known);
    }
    return known;
  }

  /**
   * The text of a subject's latest Protobuf schema, not cached; empty without one.
   *
   * @throws UnreadableSchemaException if the latest schema is of another type
   */
  public Optional<String> newestProtobuf(String subject) {
    try {
      JsonNode answer = http.get(subjectPath(subject) + "/versions/latest");
      String type = answer.path("schemaType").asText("AVRO");
      if (!type.equals(PROTOBUF)) {
        throw new UnreadableSchemaException("schema is of type " + type + ", not " + PROTOBUF);
      }
      return Optional.of(answer.path("schema").asText());
    } catch (RegistryRefusalException refusal) {
      if (refusal.isNotFound()) {
        return Optional.empty();
      }
      throw refusal;
    }
  }

  /** The latest version of a subject. */
  public RegisteredSchema latest(String subject) {
    Cached<RegisteredSchema> known = latest.get(subject);
    if (known != null && clock.instant().isBefore(known.until())) {
      return known.value();
    }
    RegisteredSchema found = registered(http.get(subjectPath(subject) + "/versions/latest"));
    Instant until = settings.latestLifetime().map(clock.instant()::plus).orElse(Instant.MAX);
    latest.put(subject, new Cached<>(found, until));
    return found;
  }

  /** The latest version of a subject as the registry has it now, not cached; empty without one. */
  public Optional<RegisteredSchema> newest(String subject) {
    try {
      return Optional.of(registered(http.get(subjectPath(subject) + "/versions/latest")));
    } catch (RegistryRefusalException refusal) {
      if (refusal.isNotFound()) {
        return Optional.empty();
      }
      throw refusal;
    }
  }

  /** Sends a request that every registry supports. */
  public void verifyReachable() {
    try {
      http.get("/schemas/types");
    } catch (RegistryRefusalException answered) {
      // An old registry without this path.
    }
  }

  /**
   * Whether an error response is final. Only the API's own codes are; a 404 without one may come
   * from a proxy or a wrong path.
   *
   * @param errorCode the response's {@code error_code}; 0 without one
   */
  public static boolean isRefusal(int status, int errorCode) {
    return status == 404
        ? errorCode / 100 == 404
        : errorCode > 0 && (status == 409 || status == 422);
  }

  private RegisteredSchema registered(JsonNode answer) {
    return new RegisteredSchema(
        answer.path("id").asInt(), answer.path("version").asInt(), parse(answer));
  }

  private Schema parse(JsonNode answer) {
    String type = answer.path("schemaType").asText(AVRO);
    if (!type.equals(AVRO)) {
      throw new UnreadableSchemaException("schema is of type " + type + ", not AVRO");
    }
    try {
      Map<String, String> referenced = new LinkedHashMap<>();
      collectReferences(answer, referenced, new HashSet<>());
      // Lenient, because the registry has accepted the schema.
      Schema.Parser parser =
          new Schema.Parser(NameValidator.NO_VALIDATION).setValidateDefaults(false);
      referenced.values().forEach(parser::parse);
      return parser.parse(answer.path("schema").asText());
    } catch (SchemaParseException | IllegalArgumentException unreadable) {
      throw new UnreadableSchemaException("schema is not readable: " + unreadable.getMessage());
    }
  }

  /** Depth first, so that each schema follows those it references; deleted versions resolve too. */
  private void collectReferences(JsonNode answer, Map<String, String> into, Set<String> seen) {
    for (JsonNode reference : answer.path("references")) {
      String name = reference.path("name").asText();
      if (seen.add(name)) {
        JsonNode target =
            http.getFromAnyReplica(
                subjectPath(reference.path("subject").asText())
                    + "/versions/"
                    + reference.path("version").asInt()
                    + "?deleted=true");
        collectReferences(target, into, seen);
        into.put(name, target.path("schema").asText());
      }
    }
  }

  private static ObjectNode body(Schema schema) {
    return RegistryHttp.JSON.createObjectNode().put("schema", schema.toString());
  }

  private static String subjectPath(String subject) {
    return "/subjects/" + URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Ids without an Avro schema; evicts the oldest. */
  private static final class UnknownIds {
    private final Map<SchemaId, Cached<RuntimeException>> ids =
        new LinkedHashMap<>() {
          @Override
          protected boolean removeEldestEntry(
              Map.Entry<SchemaId, Cached<RuntimeException>> eldest) {
            return size() > MAX_UNKNOWN_IDS;
          }
        };

    synchronized void add(SchemaId id, RuntimeException why, Instant until) {
      ids.remove(id);
      ids.put(id, new Cached<>(why, until));
    }

    synchronized void throwIfKnown(SchemaId id, Instant now) {
      Cached<RuntimeException> known = ids.get(id);
      if (known != null && now.isBefore(known.until())) {
        throw known.value();
      }
    }
  }
}
