package io.cmaclip.schemas.serde;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DatumReader;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;

/**
 * Readers by writer's schema, for an expected event class, for the class that the writer's schema
 * names, or for generic records. Thread-safe.
 */
final class RecordReaders {
  private final Class<? extends SpecificRecord> expected;
  private final boolean specific;
  private final boolean anyName;
  private final Map<Schema, DatumReader<?>> readers = new ConcurrentHashMap<>();

  private RecordReaders(
      Class<? extends SpecificRecord> expected, boolean specific, boolean anyName) {
    this.expected = expected;
    this.specific = specific;
    this.anyName = anyName;
  }

  /** For one class; {@code anyName} also reads records with another name if their fields fit. */
  static RecordReaders of(Class<? extends SpecificRecord> expected, boolean anyName) {
    return new RecordReaders(expected, true, anyName);
  }

  static RecordReaders ofWritersClass() {
    return new RecordReaders(null, true, false);
  }

  static RecordReaders ofGenericRecords() {
    return new RecordReaders(null, false, false);
  }

  /**
   * The reader for a writer's schema.
   *
   * @throws UndecodableRecordException if the schema does not fit the expected class
   */
  DatumReader<?> forWriter(Schema writer) {
    // The registry client returns one Schema object per id, so that equals is fast.
    DatumReader<?> reader = readers.get(writer);
    if (reader == null) {
      reader = create(writer);
      readers.put(writer, reader);
    }
    return reader;
  }

  private DatumReader<?> create(Schema writer) {
    if (!specific) {
      return new GenericDatumReader<>(writer, writer, new GenericData());
    }
    Class<?> type = expected == null ? classNamedBy(writer) : expected;
    Schema reader = SpecificData.get().getSchema(type);
    SchemaFit.require(writer, reader, anyName);
    return new CheckedReader(
        SchemaFit.isExact(writer, reader)
            ? new SpecificDatumReader<>(writer, reader, SpecificData.getForClass(type))
            : new ProjectingReader(writer, reader),
        reader);
  }

  private static Class<?> classNamedBy(Schema writer) {
    Class<?> named =
        writer.getType() == Schema.Type.RECORD ? SpecificData.get().getClass(writer) : null;
    if (named == null || !SpecificRecord.class.isAssignableFrom(named)) {
      throw new UndecodableRecordException(
          "holds " + writer.getFullName() + ", for which there is no generated class");
    }
    return named;
  }
}
