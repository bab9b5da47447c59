package io.cmaclip.streams.output;

import io.cmaclip.schemas.formats.JsonRecords;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;

/** JSON, which needs no registry. */
record JsonEncoder(JsonRecords records) implements RecordEncoder {
  @Override
  public byte[] encode(String topic, IndexedRecord event) {
    return records.write(event);
  }

  @Override
  public Optional<Schema> latest(String topic, String recordName) {
    return Optional.empty();
  }
}
