package io.cmaclip.lab.chaos;

/** Kinds of input records. */
enum InputKind {
  TITLE,
  IMAGE,
  /** Title and image as in the last listing of the key. */
  PRICE,
  /** No title and no image: answered without inference. */
  EMPTY,
  TOMBSTONE,
  /** Makes every batch fail. */
  POISON,
  /** Bytes that are not Avro. */
  UNDECODABLE,
  /** A new unknown schema id each time, so that each needs a registry request. */
  UNKNOWN_SCHEMA,
  KEY_MISMATCH,
  KEY_MISSING
}
