package io.cmaclip.schemas.serde;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.Decoder;

/**
 * Rejects timestamps outside the years 1 to 9999, which are in a wrong unit: microseconds read as
 * milliseconds are in the year 57000.
 */
final class CheckedReader implements DatumReader<Object> {
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

  private final DatumReader<?> reader;
  private final List<Field> timestamps;

  CheckedReader(DatumReader<?> reader, Schema schema) {
    this.reader = reader;
    this.timestamps =
        schema.getFields().stream()
            .filter(field -> Meaning.of(field.schema()).equals("timestamp-millis"))
            .toList();
  }

  @Override
  public void setSchema(Schema schema) {
    reader.setSchema(schema);
  }

  @Override
  public Object read(Object reuse, Decoder in) throws IOException {
    IndexedRecord record = (IndexedRecord) reader.read(null, in);
    for (Field field : timestamps) {
      if (record.get(field.pos()) instanceof Instant time
          && (time.isBefore(FIRST) || time.isAfter(LAST))) {
        throw new UnfitFieldException(
            field.name(), time + " is not between the years 1 and 9999; wrong unit?");
      }
    }
    return record;
  }
}
