package io.cmaclip.streams.images;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** An image could not be fetched. The message contains no query and no credentials. */
public final class FetchFailedException extends IOException {
  private final FetchCause reason;
  private final Duration retryAfter;

  /**
   * @param detail must contain no queries, credentials or other secrets
   */
  public FetchFailedException(FetchCause reason, String detail) {
    this(reason, detail, Duration.ZERO);
  }

  /**
   * @param retryAfter time for which the host wants no requests
   */
  FetchFailedException(FetchCause reason, String detail, Duration retryAfter) {
    super(reason + ": " + detail);
    this.reason = reason;
    this.retryAfter = retryAfter;
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

  /** The time for which the host wants no requests; zero if it does not say. */
  static Duration retryAfter(Throwable failure) {
    return unwrapped(failure) instanceof FetchFailedException failed
        ? failed.retryAfter
        : Duration.ZERO;
  }

  /** The cause of a failed future; {@link FetchCause#CLOSED} for other exceptions. */
  public static FetchCause reasonOf(Throwable failure) {
    return unwrapped(failure) instanceof FetchFailedException failed
        ? failed.reason()
        : FetchCause.CLOSED;
  }
}
