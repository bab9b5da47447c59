package io.cmaclip.schemas.serde;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

/** Decides whether and how records of a writer's schema can be read as an event. */
final class SchemaFit {
  /** A record with another name needs one of these to be a listing, besides its identity. */
  private static final Set<String> CONTENT = Set.of("title", "images");

  private SchemaFit() {}

  /**
   * Accepts a schema with the event's name. With {@code anyName}, also accepts a schema with all
   * fields that have no default, and with content: Avro would read any record with a listing id as
   * an empty listing.
   *
   * @throws UndecodableRecordException otherwise
   */
  static void require(Schema writer, Schema reader, boolean anyName) {
    boolean record = writer.getType() == Schema.Type.RECORD;
    if (record && isSameName(writer, reader)) {
      return;
    }
    List<String> missing = record && anyName ? missing(writer, reader) : List.of();
    if (!record || !anyName || !missing.isEmpty()) {
      throw new UndecodableRecordException(
          "holds "
              + writer.getFullName()
              + " where "
              + reader.getFullName()
              + " is expected"
              + (missing.isEmpty() ? "" : " (without " + String.join(", ", missing) + ")"));
    }
  }

  private static boolean isSameName(Schema writer, Schema reader) {
    return writer.getName().equals(reader.getName())
        || reader.getAliases().contains(writer.getFullName());
  }

  private static List<String> missing(Schema writer, Schema reader) {
    List<String> missing = new ArrayList<>();
    boolean content = false;
    boolean needsContent = false;
    for (Field field : reader.getFields()) {
      boolean present = writerField(writer, field) != null;
      if (!present && !field.hasDefaultValue()) {
        missing.add(field.name());
      }
      needsContent |= CONTENT.contains(field.name());
      content |= present && CONTENT.contains(field.name());
    }
    if (needsContent && !content) {
      missing.add("title or images");
    }
    return missing;
  }

  /** The writer's field by name, by alias, or by a unique name in another case; null if absent. */
  static Field writerField(Schema writer, Field readerField) {
    Field exact = writer.getField(readerField.name());
    if (exact != null) {
      return exact;
    }
    for (String alias : readerField.aliases()) {
      if (writer.getField(alias) != null) {
        return writer.getField(alias);
      }
    }
    List<Field> similar =
        writer.getFields().stream()
            .filter(field -> field.name().equalsIgnoreCase(readerField.name()))
            .toList();
    return similar.size() == 1 ? similar.get(0) : null;
  }

  /** Whether Avro's own schema resolution reads the records correctly. */
  static boolean isExact(Schema writer, Schema reader) {
    return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getType()
            == SchemaCompatibilityType.COMPATIBLE
        && hasSameMeaning(writer, reader);
  }

  /** Avro ignores the writer's logical types, and fields whose names differ in case only. */
  private static boolean hasSameMeaning(Schema writer, Schema reader) {
    if (writer.getType() != Schema.Type.RECORD || reader.getType() != Schema.Type.RECORD) {
      return true;
    }
    for (Field field : reader.getFields()) {
      Field found = writerField(writer, field);
      if (found == null) {
        continue;
      }
      boolean sameName =
          found.name().equals(field.name()) || field.aliases().contains(found.name());
      String meaning = Meaning.of(found.schema());
      String expected = Meaning.of(field.schema());
      boolean unitless = !expected.isEmpty() && found.schema().getType() == Schema.Type.INT;
      if (!sameName
          || unitless
          || (!meaning.isEmpty() && !meaning.equals(expected))
          || !hasSameMeaning(element(found.schema()), element(field.schema()))) {
        return false;
      }
    }
    return true;
  }

  private static Schema element(Schema schema) {
    return switch (schema.getType()) {
      case ARRAY -> element(schema.getElementType());
      case MAP -> element(schema.getValueType());
      case UNION ->
          schema.getTypes().stream()
              .filter(type -> type.getType() != Schema.Type.NULL)
              .findFirst()
              .map(SchemaFit::element)
              .orElse(schema);
      default -> schema;
    };
  }
}
