package io.cmaclip.streams.quarantine;

/** Describes why a record is dead-lettered when no exception was thrown. */
public final class RefusedListingException extends RuntimeException {
  public RefusedListingException(String message) {
    super(message, null, false, false);
  }
}
