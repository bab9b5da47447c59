package io.cmaclip.streams.output;

import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;

/** Encodes Avro records in one format. Thread-safe. */
interface RecordEncoder {
  /**
   * Encodes a record; the first one of a schema registers the schema.
   *
   * @throws io.cmaclip.schemas.serde.SchemaRejectedException if the registry rejects the schema
   * @throws io.cmaclip.schemas.client.RegistryUnavailableException if the registry does not answer
   */
  byte[] encode(String topic, IndexedRecord event);

  /** The latest schema that the registry has for the topic; empty without one. */
  Optional<Schema> latest(String topic, String recordName);
}
