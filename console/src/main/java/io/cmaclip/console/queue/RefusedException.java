package io.cmaclip.console.queue;

/** A request that the queue refuses; the message is for the reviewer. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RefusedException(String message) {
    super(message);
  }

  static RefusedException otherOwner() {
    return new RefusedException("Another console has this part of the queue now.");
  }
}
