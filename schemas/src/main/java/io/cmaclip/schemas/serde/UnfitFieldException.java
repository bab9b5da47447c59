package io.cmaclip.schemas.serde;

/** A field of a record cannot be read as the expected type; the message names the field. */
final class UnfitFieldException extends RuntimeException {
  UnfitFieldException(String field, String problem) {
    super("field " + field + ": " + problem);
  }
}
