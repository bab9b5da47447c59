package io.cmaclip.lab.chaos;

/** What comes in. */
enum InputKind {
  TITLE,
  IMAGE,
  /** No title and no image: answered without a forward. */
  EMPTY,
  /** A deletion. */
  TOMBSTONE,
  /** Crashes every batch it is in. */
  POISON,
  /** Bytes that are no Avro. */
  UNDECODABLE,
  /** A schema id that the registry does not know, another each time, so that it has to be asked. */
  UNKNOWN_SCHEMA,
  KEY_MISMATCH,
  KEY_MISSING
}
