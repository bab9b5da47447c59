package io.cmaclip.schemas.serde;

import org.apache.kafka.common.errors.SerializationException;

/**
 * The bytes are not an event: no schema id, unknown schema id, truncated or malformed Avro, or a
 * schema that does not fit. A retry fails as well, except for an unknown schema id.
 */
public final class UndecodableRecordException extends SerializationException {
  public UndecodableRecordException(String message) {
    super(message);
  }

  public UndecodableRecordException(String message, Throwable cause) {
    super(message, cause);
  }
}
