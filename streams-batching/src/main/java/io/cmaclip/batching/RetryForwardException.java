package io.cmaclip.batching;

/** The outputs of a record cannot be made now, but later: something they need does not answer. */
public final class RetryForwardException extends RuntimeException {
  public RetryForwardException(Throwable cause) {
    super(cause.getMessage(), cause);
  }
}
