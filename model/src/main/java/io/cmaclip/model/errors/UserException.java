package io.cmaclip.model.errors;

/**
 * A failure that the user can put right: a missing or damaged file, a value out of range, a service
 * that does not answer. Commands print the message as one line, without a stack trace. The message
 * names the key or path, the value it has and what is allowed.
 */
public class UserException extends RuntimeException {
  public UserException(String message) {
    super(message);
  }

  public UserException(String message, Throwable cause) {
    super(message, cause);
  }
}
