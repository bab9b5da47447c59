package io.cmaclip.streams.quarantine;

/** Why a record is put aside. Written as the header {@code cmaclip.reason}. */
public enum DeadLetterReason {
  /** The record has no key: a compacted topic could not hold its answer. */
  KEY_MISSING,
  /** The key is not the listing's id in UTF-8. */
  KEY_MISMATCH,
  /** The bytes are not a ProductListing in the registry's wire format. */
  UNDECODABLE,
  /** The registry does not know the schema id in the record. */
  UNKNOWN_SCHEMA,
  /** Title or images could not be prepared for the model. */
  PREPARATION_FAILED,
  /** The forward fails for this listing alone, while the model's self-test passes. */
  PREDICTION_FAILED,
  /** Processes ended, again and again, while this listing alone was in a decode or forward. */
  SUSPECTED_POISON,
  /** The answer does not fit into a record of the output topic. */
  TOO_LARGE
}
