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
 * Readers by writer's schema: for one expected event class, for the class the writer names, or for
 * generic records. Safe for any number of threads.
 */
final class RecordReaders {
  private final Class<? extends SpecificRecord> expected;
  private final boolean specific;
  private final Map<Schema, DatumReader<?>> readers = new ConcurrentHashMap<>();

  private RecordReaders(Class<? extends SpecificRecord> expected, boolean specific) {
    this.expected = expected;
    this.specific = specific;
  }

  static RecordReaders of(Class<? extends SpecificRecord> expected) {
    return new RecordReaders(expected, true);
  }

  static RecordReaders ofClassTheWriterNames() {
    return new RecordReaders(null, true);
  }

  static RecordReaders ofGenericRecords() {
    return new RecordReaders(null, false);
  }

  /**
   * The reader for what was written with this schema.
   *
   * @throws UndecodableRecordException when it cannot be read as what is expected
   */
  DatumReader<?> forWriter(Schema writer) {
    // By identity in practice: the registry client hands out one Schema object per id.
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
    // Avro resolves records by their fields and would take any record for a listing without title.
    if (writer.getType() != Schema.Type.RECORD || !isSameName(writer, reader)) {
      throw new UndecodableRecordException(
          "holds " + writer.getFullName() + " where " + reader.getFullName() + " is expected");
    }
    return new SpecificDatumReader<>(writer, reader, SpecificData.getForClass(type));
  }

  private static boolean isSameName(Schema writer, Schema reader) {
    return writer.getName().equals(reader.getName())
        || reader.getAliases().contains(writer.getFullName());
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
