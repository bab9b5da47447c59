package io.cmaclip.model.errors;

/** An option or a setting is missing, out of range, or contradicts another. */
public final class UsageException extends UserException {
  public UsageException(String message) {
    super(message);
  }
}
