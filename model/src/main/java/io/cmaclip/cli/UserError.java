package io.cmaclip.cli;

/**
 * Something the person at the command line can put right: shown as one line, without a stack trace.
 * The message names the key or path, the value it has and what is allowed.
 */
public final class UserError extends RuntimeException {
  private final int exitStatus;

  private UserError(String message, Throwable cause, int exitStatus) {
    super(message, cause);
    this.exitStatus = exitStatus;
  }

  /** The command failed: exit status 1. */
  public UserError(String message) {
    this(message, null, 1);
  }

  /** The command failed: exit status 1. The cause is shown with {@code --stacktrace} only. */
  public UserError(String message, Throwable cause) {
    this(message, cause, 1);
  }

  /** The command was used wrongly: exit status 2. */
  public static UserError usage(String message) {
    return new UserError(message, null, 2);
  }

  /** 1 (failed) or 2 (wrong use). */
  public int exitStatus() {
    return exitStatus;
  }
}
