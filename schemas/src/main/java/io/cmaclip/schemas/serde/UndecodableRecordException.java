package io.cmaclip.schemas.serde;

import org.apache.kafka.common.errors.SerializationException;

/**
 * These bytes are no event, and will not become one by waiting: wrong first byte, unknown schema
 * id, truncated or malformed Avro, a schema that cannot be read as the one expected.
 */
public final class UndecodableRecordException extends SerializationException {
  public UndecodableRecordException(String message) {
    super(message);
  }

  public UndecodableRecordException(String message, Throwable cause) {
    super(message, cause);
  }
}
