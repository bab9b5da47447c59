package io.cmaclip.streams.output;

import io.cmaclip.schemas.serde.EventSerdes;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.common.serialization.Serializer;

/** Avro in the registry's wire format. */
final class AvroEncoder implements RecordEncoder {
  private final EventSerdes serdes;
  private final Serializer<IndexedRecord> serializer;

  /**
   * @param serdes not owned
   */
  AvroEncoder(EventSerdes serdes) {
    this.serdes = serdes;
    this.serializer = serdes.recordSerializer();
  }

  @Override
  public byte[] encode(String topic, IndexedRecord event) {
    return serializer.serialize(topic, event);
  }

  @Override
  public Optional<Schema> latest(String topic, String recordName) {
    return serdes.latestSchema(topic, recordName);
  }
}
