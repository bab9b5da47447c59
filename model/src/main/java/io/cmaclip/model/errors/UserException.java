package io.cmaclip.model.errors;

/**
 * A failure that the user can fix: a missing or damaged file, a value out of range, a service that
 * does not respond. Commands print the message as one line, without a stack trace. The message
 * names key or path, value and allowed values.
 */
public class UserException extends RuntimeException {
  public UserException(String message) {
    super(message);
  }

  public UserException(String message, Throwable cause) {
    super(message, cause);
  }
}
