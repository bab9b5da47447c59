package io.cmaclip.embedded.broker;

/** The embedded broker did not start; the message is one line with the reason. */
public final class BrokerStartException extends RuntimeException {
  BrokerStartException(String message, Throwable cause) {
    super(message, cause);
  }
}
