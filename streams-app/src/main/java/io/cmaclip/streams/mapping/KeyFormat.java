package io.cmaclip.streams.mapping;

/** How record keys are decoded, for {@code $key} in expressions. */
public enum KeyFormat {
  /** JSON if the key is a JSON object, array or quoted text, or else text in UTF-8. */
  AUTO,
  /** UTF-8. */
  TEXT,
  JSON,
  /** Four bytes, big-endian. */
  INT,
  /** Eight bytes, big-endian. */
  LONG,
  /** Sixteen bytes, or the text of a UUID. */
  UUID,
  /** Confluent's wire format. */
  AVRO,
  /** Confluent's wire format. */
  PROTOBUF,
  /** Keys are not decoded; {@code $key} is undefined. */
  NONE
}
