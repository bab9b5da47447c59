package io.cmaclip.schemas.serde;

import org.apache.kafka.common.errors.SerializationException;

/**
 * The registry rejects the schema of a record to be written (incompatible with an earlier version)
 * or does not know it ({@code auto.register.schemas = false}).
 */
public final class SchemaRejectedException extends SerializationException {
  public SchemaRejectedException(String message, Throwable cause) {
    super(message, cause);
  }
}
