package io.cmaclip.schemas.formats;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** Avro schemas in the JSON form that Kafka Connect's JsonConverter reads. Stateless. */
final class ConnectSchemas {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ConnectSchemas() {}

  /**
   * Translates a schema.
   *
   * @throws IllegalArgumentException for a type that no event has: fixed, or a union other than of
   *     null and one type
   */
  static ObjectNode of(Schema schema) {
    return schema(schema, false);
  }

  private static ObjectNode schema(Schema schema, boolean optional) {
    ObjectNode node = JSON.createObjectNode();
    switch (schema.getType()) {
      case UNION -> {
        return schema(nonNull(schema), true);
      }
      case RECORD -> {
        node.put("type", "struct").put("name", schema.getFullName());
        ArrayNode fields = node.putArray("fields");
        for (Schema.Field field : schema.getFields()) {
          fields.add(schema(field.schema(), false).put("field", field.name()));
        }
      }
      case ARRAY -> node.put("type", "array").set("items", of(schema.getElementType()));
      case MAP -> {
        node.put("type", "map").set("keys", JSON.createObjectNode().put("type", "string"));
        node.set("values", of(schema.getValueType()));
      }
      case STRING, ENUM -> node.put("type", "string");
      case BYTES -> node.put("type", "bytes");
      case BOOLEAN -> node.put("type", "boolean");
      case INT -> node.put("type", "int32");
      case LONG -> {
        node.put("type", "int64");
        if (schema.getLogicalType() instanceof LogicalTypes.TimestampMillis) {
          node.put("name", "org.apache.kafka.connect.data.Timestamp").put("version", 1);
        }
      }
      case FLOAT -> node.put("type", "float");
      case DOUBLE -> node.put("type", "double");
      default -> throw new IllegalArgumentException("no Connect type for " + schema);
    }
    return node.put("optional", optional || isNumberWithNaN(schema));
  }

  /** NaN is written as null, so such a field is never required. */
  private static boolean isNumberWithNaN(Schema schema) {
    return schema.getType() == Schema.Type.DOUBLE || schema.getType() == Schema.Type.FLOAT;
  }

  /** The type of a nullable field. */
  static Schema nonNull(Schema union) {
    Schema found = null;
    for (Schema branch : union.getTypes()) {
      if (branch.getType() != Schema.Type.NULL) {
        if (found != null) {
          throw new IllegalArgumentException("a union of two types: " + union);
        }
        found = branch;
      }
    }
    if (found == null) {
      throw new IllegalArgumentException("a union without a type: " + union);
    }
    return found;
  }
}
