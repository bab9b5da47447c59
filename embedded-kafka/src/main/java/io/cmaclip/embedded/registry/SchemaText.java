package io.cmaclip.embedded.registry;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * The text of a schema and its references. Equal texts with equal references share one id.
 *
 * @param type PROTOBUF or JSON; null for Avro
 * @param schema Avro's compact JSON form; other types as they were given
 */
record SchemaText(
    @JsonInclude(JsonInclude.Include.NON_NULL) String type,
    String schema,
    List<Reference> references) {
  static final List<String> TYPES = List.of("AVRO", "PROTOBUF", "JSON");

  /** The version of a subject that defines a type used by name. */
  record Reference(String name, String subject, int version) {}

  SchemaText {
    references = List.copyOf(references);
  }

  @JsonIgnore
  boolean isAvro() {
    return type == null;
  }

  /** Globally unique id, derived from the content as in Confluent Platform 8. */
  UUID guid() {
    // The form of the first version, which knew only Avro: journals and record headers hold GUIDs.
    String content =
        (type == null ? "" : type)
            + "SchemaText[schema="
            + schema
            + ", references="
            + references
            + "]";
    return UUID.nameUUIDFromBytes(content.getBytes(StandardCharsets.UTF_8));
  }
}
