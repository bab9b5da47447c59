package io.cmaclip.schemas.client;

/** The registry's schema is not Avro, or Avro cannot parse it. */
public final class UnreadableSchemaException extends RuntimeException {
  UnreadableSchemaException(String message) {
    super(message);
  }
}
