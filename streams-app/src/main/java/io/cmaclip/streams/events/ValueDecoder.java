package io.cmaclip.streams.events;

import io.cmaclip.batching.ReceivedRecord;
import io.cmaclip.schemas.client.SchemaId;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;

/** Decodes bytes to maps, lists, texts, numbers, booleans, bytes and nulls. Thread-safe. */
interface ValueDecoder {
  /** The id of the schema that {@link #decode} needs for this record; empty if it needs none. */
  Optional<SchemaId> schemaId(ReceivedRecord<byte[], byte[]> received);

  /**
   * Decodes a value.
   *
   * @throws io.cmaclip.schemas.serde.UndecodableRecordException if the bytes have another format
   */
  Object decode(Headers headers, byte[] value);
}
