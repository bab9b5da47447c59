package io.cmaclip.streams.events;

/** A source record does not give its listing any more. The message tells why, in one sentence. */
public final class SourceUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  SourceUnavailableException(String message) {
    super(message);
  }

  SourceUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
