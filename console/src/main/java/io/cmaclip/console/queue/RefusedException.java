package io.cmaclip.console.queue;

/** A request that the queue refuses; the message is for the reviewer. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why a decision is refused, for the meters. */
  enum Reason {
    /** Another reviewer was first. */
    DECIDED,
    /** Another reviewer has the item. */
    HELD,
    /** Another person has to decide the item. */
    SECOND_OPINION,
    /** The listing has changed. */
    CHANGED,
    /** The partition belongs to another console. */
    OTHER_CONSOLE,
    /** The request does not fit the item. */
    INVALID
  }

  private final Reason reason;

  RefusedException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** The request does not fit the item. */
  public RefusedException(String message) {
    this(Reason.INVALID, message);
  }

  static RefusedException otherOwner() {
    return new RefusedException(
        Reason.OTHER_CONSOLE, "Another console has this part of the queue now.");
  }

  Reason reason() {
    return reason;
  }
}
