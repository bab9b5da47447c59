package io.cmaclip.schemas.client;

import org.apache.kafka.common.errors.RetriableException;

/**
 * The registry is unreachable or overloaded, or rejects the credentials. The record may be valid;
 * retry later.
 */
public final class RegistryUnavailableException extends RetriableException {
  public RegistryUnavailableException(String message) {
    super(message);
  }

  public RegistryUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
