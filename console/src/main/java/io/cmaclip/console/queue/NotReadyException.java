package io.cmaclip.console.queue;

/** The queue is being loaded; the same request succeeds later. */
public final class NotReadyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotReadyException() {
    super("The queue is being loaded.");
  }
}
