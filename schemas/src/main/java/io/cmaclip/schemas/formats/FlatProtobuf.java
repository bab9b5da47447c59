package io.cmaclip.schemas.formats;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * Reads the text of a flat Protobuf schema back into an Avro record, with the number of each field,
 * so that a wider schema keeps the numbers of the registered one. Stateless.
 */
public final class FlatProtobuf {
  private static final Pattern PACKAGE = Pattern.compile("(?m)^\\s*package\\s+([\\w.]+)\\s*;");
  private static final Pattern MESSAGE =
      Pattern.compile("\\bmessage\\s+(\\w+)\\s*\\{([^{}]*)([{}])");
  private static final Pattern FIELD =
      Pattern.compile("(optional\\s+)?([\\w.]+)\\s+(\\w+)\\s*=\\s*(\\d+)\\s*(?:\\[[^]]*])?");
  private static final Pattern COMMENTS = Pattern.compile("(?s)/\\*.*?\\*/|//[^\\n]*");

  private FlatProtobuf() {}

  /**
   * The Avro record of the first message.
   *
   * @return empty if the schema is not flat: fields of other types than string, double, bool,
   *     int32, int64 and Timestamp, or nested definitions
   */
  public static Optional<Schema> read(String text) {
    String code = COMMENTS.matcher(text).replaceAll("");
    Matcher named = PACKAGE.matcher(code);
    Matcher message = MESSAGE.matcher(code);
    if (!message.find() || !message.group(3).equals("}")) {
      return Optional.empty();
    }
    List<Schema.Field> fields = new ArrayList<>();
    for (String statement : message.group(2).split(";")) {
      if (!statement.isBlank()) {
        Matcher field = FIELD.matcher(statement.strip());
        if (!field.matches() || type(field.group(2)).isEmpty()) {
          return Optional.empty();
        }
        fields.add(field(field));
      }
    }
    String namespace = named.find() ? named.group(1) : null;
    return Optional.of(Schema.createRecord(message.group(1), null, namespace, false, fields));
  }

  private static Schema.Field field(Matcher parts) {
    Schema type = type(parts.group(2)).orElseThrow();
    Schema.Field field =
        parts.group(1) == null && !ProtobufSchema.isTimestamp(type)
            ? new Schema.Field(parts.group(3), type)
            : new Schema.Field(
                parts.group(3),
                Schema.createUnion(List.of(Schema.create(Schema.Type.NULL), type)),
                null,
                Schema.Field.NULL_DEFAULT_VALUE);
    field.addProp(ProtobufSchema.NUMBER, Integer.valueOf(parts.group(4)));
    return field;
  }

  private static Optional<Schema> type(String name) {
    return switch (name) {
      case "string" -> Optional.of(Schema.create(Schema.Type.STRING));
      case "double" -> Optional.of(Schema.create(Schema.Type.DOUBLE));
      case "bool" -> Optional.of(Schema.create(Schema.Type.BOOLEAN));
      case "int32" -> Optional.of(Schema.create(Schema.Type.INT));
      case "int64" -> Optional.of(Schema.create(Schema.Type.LONG));
      case ProtobufSchema.TIMESTAMP, "." + ProtobufSchema.TIMESTAMP ->
          Optional.of(LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG)));
      default -> Optional.empty();
    };
  }
}
