package io.cmaclip.embedded.registry;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * The text of a schema and its references. Equal texts with equal references share one id.
 *
 * @param schema Avro's compact JSON form
 */
record SchemaText(String schema, List<Reference> references) {
  /** The version of a subject that defines a type used by name. */
  record Reference(String name, String subject, int version) {}

  SchemaText {
    references = List.copyOf(references);
  }

  /** Globally unique id, derived from the content as in Confluent Platform 8. */
  UUID guid() {
    return UUID.nameUUIDFromBytes(toString().getBytes(StandardCharsets.UTF_8));
  }
}
