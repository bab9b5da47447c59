package io.cmaclip.streams.images;

import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** An image could not be fetched. The message contains no query and no credentials. */
public final class FetchFailedException extends IOException {
  private final FetchCause reason;

  /**
   * @param detail must contain no queries, credentials or other secrets
   */
  public FetchFailedException(FetchCause reason, String detail) {
    super(reason + ": " + detail);
    this.reason = reason;
  }

  public FetchCause reason() {
    return reason;
  }

  /** Omits the stack trace: thousands of failures are normal while a host is down. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }

  /** Removes the exceptions that futures wrap around the failure. */
  static Throwable unwrapped(Throwable failure) {
    Throwable inner = failure;
    while ((inner instanceof CompletionException || inner instanceof ExecutionException)
        && inner.getCause() != null) {
      inner = inner.getCause();
    }
    return inner;
  }

  /** The cause of a failed future; {@link FetchCause#CLOSED} for other exceptions. */
  public static FetchCause reasonOf(Throwable failure) {
    return unwrapped(failure) instanceof FetchFailedException failed
        ? failed.reason()
        : FetchCause.CLOSED;
  }
}
