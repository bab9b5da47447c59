package io.cmaclip.embedded.registry;

import java.util.List;

/**
 * A schema as it was registered; equal texts with equal references are the same schema and share
 * one id.
 *
 * @param schema the text in Avro's own compact form, comments and formatting gone
 */
record SchemaText(String schema, List<Reference> references) {
  /** A version under a subject that defines a type the schema uses by name. */
  record Reference(String name, String subject, int version) {}

  SchemaText {
    references = List.copyOf(references);
  }
}
