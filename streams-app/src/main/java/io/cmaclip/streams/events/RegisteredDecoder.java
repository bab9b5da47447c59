package io.cmaclip.streams.events;

import io.cmaclip.batching.ReceivedRecord;
import io.cmaclip.schemas.client.SchemaId;
import io.cmaclip.schemas.serde.PlainReader;
import io.cmaclip.schemas.serde.UndecodableRecordException;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;

/**
 * Decodes Avro and Protobuf by schemas of the registry.
 *
 * @param isKey whether it decodes record keys
 */
record RegisteredDecoder(PlainReader reader, boolean isKey) implements ValueDecoder {
  /** Empty without a valid schema id as well: such a record is undecodable. */
  @Override
  public Optional<SchemaId> schemaId(ReceivedRecord<byte[], byte[]> received) {
    try {
      return Optional.of(
          reader.schemaId(received.headers(), isKey ? received.key() : received.value()));
    } catch (UndecodableRecordException noSchemaId) {
      return Optional.empty();
    }
  }

  @Override
  public Object decode(Headers headers, byte[] value) {
    return reader.read(headers, value);
  }
}
