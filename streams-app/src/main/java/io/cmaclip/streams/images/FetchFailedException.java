package io.cmaclip.streams.images;

import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** An image could not be fetched. The message holds no query and no credentials. */
public final class FetchFailedException extends IOException {
  private final FetchCause reason;

  /**
   * @param detail without queries, credentials or anything else that may be secret
   */
  public FetchFailedException(FetchCause reason, String detail) {
    super(reason + ": " + detail);
    this.reason = reason;
  }

  public FetchCause reason() {
    return reason;
  }

  /** Expected by the thousand while a host is away. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }

  /** The failure itself, without what futures wrap around it. */
  static Throwable unwrapped(Throwable failure) {
    Throwable inner = failure;
    while ((inner instanceof CompletionException || inner instanceof ExecutionException)
        && inner.getCause() != null) {
      inner = inner.getCause();
    }
    return inner;
  }

  /** Why the future failed; {@link FetchCause#CLOSED} for what is no failed fetch. */
  public static FetchCause reasonOf(Throwable failure) {
    return unwrapped(failure) instanceof FetchFailedException failed
        ? failed.reason()
        : FetchCause.CLOSED;
  }
}
