package io.cmaclip.schemas.client;

/** The registry holds something under an id that is not an Avro schema. */
public final class UnreadableSchemaException extends RuntimeException {
  UnreadableSchemaException(String message) {
    super(message);
  }
}
