package io.cmaclip.schemas.client;

import org.apache.kafka.common.errors.RetriableException;

/**
 * The registry did not give an answer that settles the question: unreachable, overloaded, or
 * refusing the credentials. It says nothing about the record: wait and try again.
 */
public final class RegistryUnavailableException extends RetriableException {
  public RegistryUnavailableException(String message) {
    super(message);
  }

  public RegistryUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
