package io.cmaclip.schemas.serde;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;

/** Removes {@code avro.java.string}, which Avro's code generator adds to schemas. */
final class JavaProperties {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STRING_CLASS = "avro.java.string";

  private JavaProperties() {}

  static Schema removedFrom(Schema schema) {
    try {
      JsonNode plain = JSON.readTree(schema.toString());
      remove(plain);
      return new Schema.Parser(NameValidator.NO_VALIDATION).parse(plain.toString());
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a schema printed by Avro is JSON", impossible);
    }
  }

  private static void remove(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.remove(STRING_CLASS);
    }
    node.forEach(JavaProperties::remove);
  }
}
