package io.cmaclip.schemas.client;

/** The registry's schema is of another type than expected, or cannot be parsed. */
public final class UnreadableSchemaException extends RuntimeException {
  public UnreadableSchemaException(String message) {
    super(message);
  }
}
