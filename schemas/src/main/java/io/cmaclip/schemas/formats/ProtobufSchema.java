package io.cmaclip.schemas.formats;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * The Protobuf schema (proto3) of an Avro record. A field's number is its property {@link #NUMBER},
 * or else one more than the largest before it, so a field that is appended changes no other. Field
 * names are those of the record in lower_snake_case; timestamps are {@code
 * google.protobuf.Timestamp}; nullable fields are {@code optional}. Immutable.
 */
public final class ProtobufSchema {
  static final String NUMBER = "protobuf.number";
  static final String TIMESTAMP = "google.protobuf.Timestamp";

  /**
   * A field of a message.
   *
   * @param type without null
   */
  record Field(int number, String name, int position, Schema type, boolean optional) {}

  private final Schema record;
  private final Map<String, List<Field>> messages = new LinkedHashMap<>();
  private final Map<String, Schema> enums = new LinkedHashMap<>();
  private final String text;

  private ProtobufSchema(Schema record) {
    this.record = record;
    collect(record);
    this.text = print();
  }

  /**
   * Translates a schema.
   *
   * @throws IllegalArgumentException for a type that no event has: fixed, a list of lists or of
   *     numbers, or a union other than of null and one type
   */
  public static ProtobufSchema of(Schema record) {
    return new ProtobufSchema(record);
  }

  /** The schema as a registry holds it: one message, which holds all other types. */
  public String text() {
    return text;
  }

  Schema record() {
    return record;
  }

  List<Field> fields(Schema message) {
    return messages.get(message.getName());
  }

  /** Number of an enum value; 0 is the default of the enum, which stands for unknown values. */
  static int number(Schema type, String symbol) {
    return symbol.equals(defaultOf(type)) ? 0 : type.getEnumOrdinal(symbol) + 1;
  }

  private static String defaultOf(Schema type) {
    return type.getEnumDefault() == null ? type.getEnumSymbols().get(0) : type.getEnumDefault();
  }

  private void collect(Schema type) {
    switch (type.getType()) {
      case RECORD -> {
        if (!messages.containsKey(type.getName())) {
          messages.put(type.getName(), fieldsOf(type));
          messages.get(type.getName()).forEach(field -> collect(field.type()));
        }
      }
      case ENUM -> enums.put(type.getName(), type);
      case ARRAY -> {
        Schema.Type item = type.getElementType().getType();
        if (item != Schema.Type.RECORD && item != Schema.Type.STRING) {
          throw new IllegalArgumentException("no Protobuf for a list of " + type.getElementType());
        }
        collect(type.getElementType());
      }
      case MAP -> {
        if (type.getValueType().getType() != Schema.Type.STRING) {
          throw new IllegalArgumentException("no Protobuf for a map to " + type.getValueType());
        }
      }
      case FIXED, NULL, UNION ->
          throw new IllegalArgumentException("no Protobuf for " + type.getType());
      default -> {
        // A scalar.
      }
    }
  }

  private static List<Field> fieldsOf(Schema message) {
    List<Field> fields = new ArrayList<>();
    int number = 0;
    for (Schema.Field field : message.getFields()) {
      number = field.getObjectProp(NUMBER) instanceof Integer given ? given : number + 1;
      boolean optional = field.schema().isUnion();
      fields.add(
          new Field(
              number,
              snake(field.name()),
              field.pos(),
              optional ? ConnectSchemas.nonNull(field.schema()) : field.schema(),
              optional));
    }
    return List.copyOf(fields);
  }

  private String print() {
    StringBuilder out = new StringBuilder("syntax = \"proto3\";\n");
    if (record.getNamespace() != null) {
      out.append("package ").append(record.getNamespace()).append(";\n");
    }
    // Inside the first message, so that several schemas of one package do not define a type twice.
    StringBuilder others = new StringBuilder();
    messages.forEach(
        (name, fields) -> {
          if (!name.equals(record.getName())) {
            others.append("\nmessage ").append(name).append(" {\n");
            print(others, fields);
            others.append("}\n");
          }
        });
    enums.values().forEach(type -> print(others, type));
    StringBuilder first = new StringBuilder("\nmessage " + record.getName() + " {\n");
    print(first, messages.get(record.getName()));
    first.append(others.toString().replaceAll("(?m)^(?=.)", "  ")).append("}\n");
    if (first.indexOf(TIMESTAMP) >= 0) {
      out.append("\nimport \"google/protobuf/timestamp.proto\";\n");
    }
    return out.append(first).toString();
  }

  private static void print(StringBuilder out, List<Field> fields) {
    for (Field field : fields) {
      out.append("  ")
          .append(field.optional() ? "optional " : "")
          .append(type(field.type()))
          .append(' ')
          .append(field.name())
          .append(" = ")
          .append(field.number())
          .append(";\n");
    }
  }

  private static void print(StringBuilder out, Schema type) {
    out.append("\nenum ").append(type.getName()).append(" {\n");
    String prefix = snake(type.getName()).toUpperCase(Locale.ROOT) + "_";
    // proto3 wants the value 0 first.
    out.append("  ").append(prefix).append(defaultOf(type)).append(" = 0;\n");
    for (String symbol : type.getEnumSymbols()) {
      if (number(type, symbol) != 0) {
        out.append("  ").append(prefix).append(symbol);
        out.append(" = ").append(number(type, symbol)).append(";\n");
      }
    }
    out.append("}\n");
  }

  private static String type(Schema type) {
    return switch (type.getType()) {
      case STRING -> "string";
      case BYTES -> "bytes";
      case BOOLEAN -> "bool";
      case INT -> "int32";
      case LONG -> isTimestamp(type) ? TIMESTAMP : "int64";
      case FLOAT -> "float";
      case DOUBLE -> "double";
      case ARRAY -> "repeated " + type(type.getElementType());
      case MAP -> "map<string, string>";
      default -> type.getName();
    };
  }

  static boolean isTimestamp(Schema type) {
    return type.getLogicalType() instanceof LogicalTypes.TimestampMillis;
  }

  private static String snake(String camel) {
    return camel.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }
}
