package io.cmaclip.streams.topology;

import io.cmaclip.events.ProductListing;
import io.cmaclip.streams.quarantine.DeadLetterReason;

/** What became of the attempt to decode a record. */
sealed interface Decoding {
  /** It is a listing. */
  record Decoded(ProductListing event) implements Decoding {}

  /** It is not a listing, or not the one that its key names. */
  record Refused(DeadLetterReason reason, Throwable cause) implements Decoding {}

  /** The schema registry does not answer; the record may be good. */
  record RegistryAway() implements Decoding {}
}
