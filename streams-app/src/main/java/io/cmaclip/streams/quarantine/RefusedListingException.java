package io.cmaclip.streams.quarantine;

/** Says what is wrong with a record where no library has thrown anything. */
public final class RefusedListingException extends RuntimeException {
  public RefusedListingException(String message) {
    super(message, null, false, false);
  }
}
