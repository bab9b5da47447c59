package io.cmaclip.schemas.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/**
 * A schema registry with a memory: what a registry has once said of an id or a registered schema
 * stays true and is never asked again; that an id is unknown is forgotten after a short while. Safe
 * for any number of threads; two threads may ask the same thing at once, which does no harm.
 *
 * <p>Every method throws {@link RegistryUnavailableException} when no address answers, and {@link
 * RegistryRefusalException} when the registry says no.
 */
public final class SchemaRegistry {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Hostile bytes can name any of 2^32 ids; this many unknown ones are remembered. */
  private static final int UNKNOWN_IDS_KEPT = 1000;

  private record SubjectAndSchema(String subject, Schema schema, boolean normalized) {}

  private record Remembered<T>(T value, Instant until) {}

  private final RegistryHttp http;
  private final RegistrySettings settings;
  private final Clock clock;
  private final Map<Integer, Schema> schemasById = new ConcurrentHashMap<>();
  private final Map<SubjectAndSchema, Integer> registered = new ConcurrentHashMap<>();
  private final Map<SubjectAndSchema, Integer> lookedUp = new ConcurrentHashMap<>();
  private final Map<String, Remembered<RegisteredSchema>> latest = new ConcurrentHashMap<>();
  private final UnknownIds unknownIds = new UnknownIds();

  public SchemaRegistry(RegistrySettings settings) {
    this(settings, Clock.systemUTC());
  }

  SchemaRegistry(RegistrySettings settings, Clock clock) {
    this.http = new RegistryHttp(settings);
    this.settings = settings;
    this.clock = clock;
  }

  /** The schema with this id, with the types it refers to filled in. */
  public Schema byId(int id) {
    Schema known = schemasById.get(id);
    if (known != null) {
      return known;
    }
    unknownIds.throwIfKnown(id, clock.instant());
    try {
      Schema schema = parse(http.get("/schemas/ids/" + id + "?fetchMaxId=false"));
      schemasById.put(id, schema);
      return schema;
    } catch (RegistryRefusalException | UnreadableSchemaException settled) {
      unknownIds.add(id, settled, clock.instant().plus(settings.unknownIdLifetime()));
      throw settled;
    }
  }

  /** Registers a schema under a subject, or finds it there. Returns its id. */
  public int register(String subject, Schema schema, boolean normalize) {
    SubjectAndSchema key = new SubjectAndSchema(subject, schema, normalize);
    Integer known = registered.get(key);
    if (known == null) {
      known =
          http.post(subjectPath(subject) + "/versions?normalize=" + normalize, body(schema))
              .path("id")
              .asInt();
      registered.put(key, known);
    }
    return known;
  }

  /** Id of a schema that is already registered under the subject. */
  public int idOf(String subject, Schema schema, boolean normalize) {
    SubjectAndSchema key = new SubjectAndSchema(subject, schema, normalize);
    Integer known = lookedUp.get(key);
    if (known == null) {
      known =
          http.post(
                  subjectPath(subject) + "?normalize=" + normalize + "&deleted=false", body(schema))
              .path("id")
              .asInt();
      lookedUp.put(key, known);
    }
    return known;
  }

  /** The newest version under a subject. */
  public RegisteredSchema latest(String subject) {
    Remembered<RegisteredSchema> known = latest.get(subject);
    if (known != null && clock.instant().isBefore(known.until())) {
      return known.value();
    }
    JsonNode answer = http.get(subjectPath(subject) + "/versions/latest");
    RegisteredSchema found =
        new RegisteredSchema(
            answer.path("id").asInt(), answer.path("version").asInt(), parse(answer));
    Instant until = settings.latestLifetime().map(clock.instant()::plus).orElse(Instant.MAX);
    latest.put(subject, new Remembered<>(found, until));
    return found;
  }

  /** Asks for something every registry has, to find out whether it answers at all. */
  public void verifyReachable() {
    try {
      http.get("/schemas/types");
    } catch (RegistryRefusalException anAnswerAllTheSame) {
      // Older registries do not know the path; they have answered.
    }
  }

  /**
   * Whether an answer settles the question that was asked. The 404 of a proxy or of a wrong path is
   * not about the schema; only the API's own codes are.
   *
   * @param errorCode the code in the body; 0 when there is none
   */
  public static boolean isRefusal(int status, int errorCode) {
    return status == 404
        ? errorCode / 100 == 404
        : errorCode > 0 && (status == 409 || status == 422);
  }

  private Schema parse(JsonNode answer) {
    String type = answer.path("schemaType").asText("AVRO");
    if (!type.equals("AVRO")) {
      throw new UnreadableSchemaException("schema is of type " + type + ", not AVRO");
    }
    try {
      Map<String, String> referenced = new LinkedHashMap<>();
      collectReferences(answer, referenced, new HashSet<>());
      // What is registered is registered: reading must not be stricter than the registry was.
      Schema.Parser parser =
          new Schema.Parser(NameValidator.NO_VALIDATION).setValidateDefaults(false);
      referenced.values().forEach(parser::parse);
      return parser.parse(answer.path("schema").asText());
    } catch (SchemaParseException | IllegalArgumentException unreadable) {
      throw new UnreadableSchemaException("schema is not readable: " + unreadable.getMessage());
    }
  }

  /** Depth first, so that each schema comes after those it refers to. */
  private void collectReferences(JsonNode answer, Map<String, String> into, Set<String> seen) {
    for (JsonNode reference : answer.path("references")) {
      String name = reference.path("name").asText();
      if (seen.add(name)) {
        JsonNode target =
            http.get(
                subjectPath(reference.path("subject").asText())
                    + "/versions/"
                    + reference.path("version").asInt());
        collectReferences(target, into, seen);
        into.put(name, target.path("schema").asText());
      }
    }
  }

  private static ObjectNode body(Schema schema) {
    return JSON.createObjectNode().put("schema", schema.toString());
  }

  private static String subjectPath(String subject) {
    return "/subjects/" + URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Ids of which the registry has no Avro schema, the oldest forgotten first. */
  private static final class UnknownIds {
    private final Map<Integer, Remembered<RuntimeException>> ids =
        new LinkedHashMap<>() {
          @Override
          protected boolean removeEldestEntry(
              Map.Entry<Integer, Remembered<RuntimeException>> eldest) {
            return size() > UNKNOWN_IDS_KEPT;
          }
        };

    synchronized void add(int id, RuntimeException why, Instant until) {
      ids.remove(id);
      ids.put(id, new Remembered<>(why, until));
    }

    synchronized void throwIfKnown(int id, Instant now) {
      Remembered<RuntimeException> known = ids.get(id);
      if (known != null && now.isBefore(known.until())) {
        throw known.value();
      }
    }
  }
}
