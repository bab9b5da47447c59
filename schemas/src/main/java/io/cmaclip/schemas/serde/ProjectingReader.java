package io.cmaclip.schemas.serde;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.Decoder;
import org.apache.avro.specific.SpecificData;

/**
 * Reads records that Avro's schema resolution does not read as an event: other names of records,
 * the writer's logical types, null where the event has a default. Unions may have any order.
 */
final class ProjectingReader implements DatumReader<Object> {
  private final GenericDatumReader<Object> generic;
  private final Schema writer;
  private final Schema reader;

  ProjectingReader(Schema writer, Schema reader) {
    // Without conversions, so that this class interprets the writer's logical types.
    this.generic = new GenericDatumReader<>(writer, writer, new GenericData());
    this.writer = writer;
    this.reader = reader;
  }

  @Override
  public void setSchema(Schema schema) {
    throw new UnsupportedOperationException("the constructor sets the writer's schema");
  }

  @Override
  public Object read(Object reuse, Decoder in) throws IOException {
    return convert(generic.read(null, in), writer, reader, "");
  }

  private static Object convert(Object value, Schema writer, Schema reader, String path) {
    if (writer.getType() == Schema.Type.UNION) {
      int branch = GenericData.get().resolveUnion(writer, value);
      return convert(value, writer.getTypes().get(branch), reader, path);
    }
    if (reader.getType() == Schema.Type.UNION) {
      return value == null ? null : convert(value, writer, nonNull(reader), path);
    }
    return switch (reader.getType()) {
      case RECORD -> record(value, writer, reader, path);
      case ARRAY -> array(value, writer, reader, path);
      case MAP -> map(value, writer, reader, path);
      case STRING -> Meaning.text(value, writer, path);
      case ENUM -> symbol(Meaning.text(value, writer, path), reader, path);
      case BYTES -> Meaning.bytes(value, writer, path);
      case LONG ->
          Meaning.of(reader).equals("timestamp-millis")
              ? Meaning.instant(value, writer, path)
              : (Object) integer(value, writer, path);
      case INT -> Math.toIntExact(integer(value, writer, path));
      case DOUBLE -> Meaning.number(value, writer, path);
      case FLOAT -> (float) Meaning.number(value, writer, path);
      case BOOLEAN -> {
        if (value instanceof Boolean) {
          yield value;
        }
        throw Meaning.unreadable(path, writer, "boolean");
      }
      default -> throw Meaning.unreadable(path, writer, reader.getType().getName());
    };
  }

  private static Schema nonNull(Schema union) {
    return union.getTypes().stream()
        .filter(type -> type.getType() != Schema.Type.NULL)
        .findFirst()
        .orElseThrow();
  }

  private static Object record(Object value, Schema writer, Schema reader, String path) {
    if (!(value instanceof IndexedRecord datum)) {
      throw Meaning.unreadable(path, writer, reader.getName());
    }
    // The generated class's model has the conversions of its logical types.
    SpecificData model = SpecificData.getForSchema(reader);
    IndexedRecord result = (IndexedRecord) model.newRecord(null, reader);
    for (Field field : reader.getFields()) {
      Field found = SchemaFit.writerField(writer, field);
      Object read = found == null ? null : datum.get(found.pos());
      String name = path.isEmpty() ? field.name() : path + "." + field.name();
      if (read != null) {
        result.put(field.pos(), convert(read, found.schema(), field.schema(), name));
      } else if (field.hasDefaultValue()) {
        result.put(field.pos(), model.deepCopy(field.schema(), model.getDefaultValue(field)));
      } else {
        throw new UnfitFieldException(name, found == null ? "missing" : "must not be null");
      }
    }
    return result;
  }

  /** Null items, as SQL engines declare them, are dropped. */
  private static List<Object> array(Object value, Schema writer, Schema reader, String path) {
    if (!(value instanceof Collection<?> items)) {
      throw Meaning.unreadable(path, writer, "array");
    }
    List<Object> result = new ArrayList<>(items.size());
    for (Object item : items) {
      if (item != null) {
        String name = path + "[" + result.size() + "]";
        result.add(convert(item, writer.getElementType(), reader.getElementType(), name));
      }
    }
    return result;
  }

  /** Also reads Kafka Connect's form of maps with nullable keys: an array of key-value records. */
  private static Map<String, Object> map(Object value, Schema writer, Schema reader, String path) {
    Map<String, Object> result = new HashMap<>();
    if (value instanceof Map<?, ?> entries) {
      entries.forEach(
          (key, item) -> {
            if (item != null) {
              String name = path + "[" + key + "]";
              result.put(
                  key.toString(),
                  convert(item, writer.getValueType(), reader.getValueType(), name));
            }
          });
      return result;
    }
    if (value instanceof Collection<?> entries) {
      for (Object entry : entries) {
        addEntry(entry, reader, path, result);
      }
      return result;
    }
    throw Meaning.unreadable(path, writer, "map");
  }

  private static void addEntry(
      Object entry, Schema reader, String path, Map<String, Object> result) {
    if (!(entry instanceof IndexedRecord pair) || pair.getSchema().getFields().size() != 2) {
      throw new UnfitFieldException(path, "cannot read array as map");
    }
    Object key = pair.get(0);
    Object item = pair.get(1);
    if (key != null && item != null) {
      String name = path + "[" + key + "]";
      Schema type = pair.getSchema().getFields().get(1).schema();
      result.put(key.toString(), convert(item, type, reader.getValueType(), name));
    }
  }

  private static Object symbol(String text, Schema reader, String path) {
    if (reader.hasEnumSymbol(text)) {
      return SpecificData.get().createEnum(text, reader);
    }
    if (reader.getEnumDefault() == null) {
      throw new UnfitFieldException(path, "unknown symbol '" + text + "'");
    }
    return SpecificData.get().createEnum(reader.getEnumDefault(), reader);
  }

  private static long integer(Object value, Schema writer, String path) {
    if (value instanceof Integer || value instanceof Long) {
      return ((Number) value).longValue();
    }
    throw Meaning.unreadable(path, writer, "integer");
  }
}
