package io.cmaclip.streams.topology;

import io.cmaclip.events.ProductListing;
import io.cmaclip.schemas.client.SchemaId;
import io.cmaclip.streams.quarantine.DeadLetterReason;

/** Result of decoding a record. */
sealed interface Decoding {
  record Decoded(ProductListing event) implements Decoding {}

  /** The event deletes a listing. */
  record Deleted(String listingId) implements Decoding {}

  /** The event concerns no listing. */
  record Ignored() implements Decoding {}

  /** The record is no listing, or its key is not the id of the listing. */
  record Refused(DeadLetterReason reason, Throwable cause) implements Decoding {}

  /**
   * The registry has no usable schema under this id, perhaps not yet.
   *
   * @param refusal the dead letter if that does not change
   */
  record UnknownSchema(SchemaId id, Refused refusal) implements Decoding {}

  /** The schema registry does not respond; the record may be valid. */
  record RegistryUnavailable() implements Decoding {}
}
