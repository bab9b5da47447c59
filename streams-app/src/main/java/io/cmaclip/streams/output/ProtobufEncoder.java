package io.cmaclip.streams.output;

import io.cmaclip.schemas.formats.FlatProtobuf;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.schemas.serde.SchemaRejectedException;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.common.serialization.Serializer;

/** Protobuf in the registry's wire format. */
final class ProtobufEncoder implements RecordEncoder {
  private final EventSerdes serdes;
  private final Serializer<IndexedRecord> serializer;

  /**
   * @param serdes not owned
   */
  ProtobufEncoder(EventSerdes serdes) {
    this.serdes = serdes;
    this.serializer = serdes.protobufSerializer();
  }

  @Override
  public byte[] encode(String topic, IndexedRecord event) {
    return serializer.serialize(topic, event);
  }

  @Override
  public Optional<Schema> latest(String topic, String recordName) {
    return serdes
        .latestProtobuf(topic, recordName)
        .map(
            text ->
                FlatProtobuf.read(text)
                    .orElseThrow(
                        () ->
                            new SchemaRejectedException(
                                "the latest Protobuf schema of the topic is not flat; set another"
                                    + " topic for the flat shape",
                                null)));
  }
}
