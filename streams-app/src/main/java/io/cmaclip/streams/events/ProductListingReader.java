package io.cmaclip.streams.events;

import io.cmaclip.batching.ReceivedRecord;
import io.cmaclip.events.ProductListing;
import io.cmaclip.schemas.client.SchemaId;
import io.cmaclip.schemas.serde.UndecodableRecordException;
import io.cmaclip.schemas.serde.WireFormat;
import io.cmaclip.streams.mapping.ListingEvent;
import java.util.Optional;
import org.apache.kafka.common.serialization.Deserializer;

/** Reads {@link ProductListing}s. Thread-safe if the deserializer is. */
public final class ProductListingReader implements ListingReader {
  private final Deserializer<ProductListing> deserializer;

  public ProductListingReader(Deserializer<ProductListing> deserializer) {
    this.deserializer = deserializer;
  }

  @Override
  public boolean isKeyed() {
    return true;
  }

  /** Empty without a valid schema id as well: such a record is undecodable. */
  @Override
  public Optional<SchemaId> schemaId(ReceivedRecord<byte[], byte[]> received) {
    return idInWireFormat(received);
  }

  static Optional<SchemaId> idInWireFormat(ReceivedRecord<byte[], byte[]> received) {
    try {
      return Optional.of(WireFormat.ofValue(received.headers(), received.value()).schema());
    } catch (UndecodableRecordException noSchemaId) {
      return Optional.empty();
    }
  }

  @Override
  public ListingEvent read(ReceivedRecord<byte[], byte[]> received) {
    return new ListingEvent.Changed(
        deserializer.deserialize(
            received.partition().topic(), received.headers(), received.value()));
  }
}
