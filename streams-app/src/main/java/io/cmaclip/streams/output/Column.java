package io.cmaclip.streams.output;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * A column of the flat shape.
 *
 * @param name lower case; letters a to z, digits and underscores
 * @param doc what a reader of the table needs to know
 */
record Column(String name, Type type, String doc) {
  /** Identifiers of PostgreSQL have at most this many bytes; it cuts longer ones. */
  static final int MAX_NAME_CHARS = 63;

  /** Types that databases and search indexes have. */
  enum Type {
    STRING(Schema.create(Schema.Type.STRING)),
    DOUBLE(Schema.create(Schema.Type.DOUBLE)),
    BOOLEAN(Schema.create(Schema.Type.BOOLEAN)),
    INT(Schema.create(Schema.Type.INT)),
    LONG(Schema.create(Schema.Type.LONG)),
    /** Milliseconds since 1970-01-01 UTC. */
    TIMESTAMP(LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG)));

    @SuppressWarnings("ImmutableEnumChecker") // Nobody changes the schema.
    private final Schema avro;

    Type(Schema avro) {
      this.avro = avro;
    }

    Schema avro() {
      return avro;
    }
  }

  /** The Avro field: nullable with default null, so that adding it breaks no reader. */
  Schema.Field field() {
    Schema nullable = Schema.createUnion(List.of(Schema.create(Schema.Type.NULL), type.avro()));
    return new Schema.Field(name, nullable, doc, Schema.Field.NULL_DEFAULT_VALUE);
  }

  /** Name of the first column of a task. */
  static String nameOf(String task) {
    String plain =
        Normalizer.normalize(task, Normalizer.Form.NFKD)
            .replaceAll("\\p{M}", "")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9_]", "_");
    return plain.isEmpty() || Character.isDigit(plain.charAt(0)) ? "_" + plain : plain;
  }
}
