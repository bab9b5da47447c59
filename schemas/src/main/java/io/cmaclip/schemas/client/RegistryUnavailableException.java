package io.cmaclip.schemas.client;

import org.apache.kafka.common.errors.RetriableException;

/**
 * The registry is unreachable or overloaded, or rejects the credentials. The record may be valid;
 * retry later.
 */
public final class RegistryUnavailableException extends RetriableException {
  private final boolean retriable;

  public RegistryUnavailableException(String message) {
    this(message, true);
  }

  public RegistryUnavailableException(String message, Throwable cause) {
    super(message, cause);
    retriable = true;
  }

  RegistryUnavailableException(String message, boolean retriable) {
    super(message);
    this.retriable = retriable;
  }

  /** Whether the client retries the request before it throws this exception. */
  boolean isRetriable() {
    return retriable;
  }
}
