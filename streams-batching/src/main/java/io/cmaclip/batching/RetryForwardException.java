package io.cmaclip.batching;

/**
 * Outputs of a record cannot be created now, for example because a service does not respond. The
 * record is retried.
 */
public final class RetryForwardException extends RuntimeException {
  public RetryForwardException(Throwable cause) {
    super(cause.getMessage(), cause);
  }
}
