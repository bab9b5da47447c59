package io.cmaclip.streams.quarantine;

/** Why a record is dead-lettered. Written as the header {@code cmaclip.reason}. */
public enum DeadLetterReason {
  /** The record has no key, so a compacted topic could not hold its output. */
  KEY_MISSING,
  /** The key is not the listing's id in UTF-8. */
  KEY_MISMATCH,
  /** The bytes are not in the format of the topic. */
  UNDECODABLE,
  /** The mapping of own events does not fit the event; the message names the expression. */
  MAPPING_FAILED,
  /** The registry does not know the schema id in the record. */
  UNKNOWN_SCHEMA,
  /** The title or an image cannot be prepared for the model. */
  PREPARATION_FAILED,
  /** The inference call fails for this listing alone, and the model's self-test passes. */
  PREDICTION_FAILED,
  /** Several processes ended while this listing ran in isolation. */
  SUSPECTED_POISON,
  /** The output exceeds the record size of the output topic. */
  TOO_LARGE
}
