package io.cmaclip.streams.events;

import io.cmaclip.batching.ReceivedRecord;
import io.cmaclip.schemas.client.SchemaId;
import io.cmaclip.streams.mapping.ListingEvent;
import java.util.Optional;

/** Reads the records of one input topic. Thread-safe. */
public sealed interface ListingReader permits ProductListingReader, MappedListingReader {
  /** Whether the record key must be the id of the listing in UTF-8. */
  boolean isKeyed();

  /** The id of the schema that {@link #read} needs; empty if it needs no schema registry. */
  Optional<SchemaId> schemaId(ReceivedRecord<byte[], byte[]> received);

  /**
   * Reads a record with a value.
   *
   * @throws io.cmaclip.schemas.serde.UndecodableRecordException if the value has another format
   * @throws io.cmaclip.schemas.client.RegistryUnavailableException if the registry does not answer
   * @throws io.cmaclip.streams.mapping.MappingFailedException if the mapping does not fit the event
   */
  ListingEvent read(ReceivedRecord<byte[], byte[]> received);
}
