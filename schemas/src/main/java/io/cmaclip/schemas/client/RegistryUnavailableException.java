package io.cmaclip.schemas.client;

import java.io.EOFException;
import java.net.SocketException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
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

  /**
   * Whether a registry that is still starting may fail like this: no connection, no answer, or an
   * answer such as 503. False for refused credentials, an unknown path and a failed TLS handshake,
   * which need another configuration.
   */
  public boolean mayBeStarting() {
    boolean tls = causes().anyMatch(SSLException.class::isInstance);
    // A proxy whose registry is not up closes the connection.
    boolean closed =
        causes().anyMatch(e -> e instanceof EOFException || e instanceof SocketException);
    return retriable && (!tls || closed);
  }

  private Stream<Throwable> causes() {
    return Stream.iterate(getCause(), cause -> cause != null, Throwable::getCause);
  }
}
