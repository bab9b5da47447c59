package io.cmaclip.embedded.registry;

import java.util.List;

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
}
