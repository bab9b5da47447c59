package io.cmaclip.batching;

/** Ends the process after a failure that cannot be handled inside it. */
@FunctionalInterface
public interface FatalHandler {
  /**
   * Called by any thread; must return immediately.
   *
   * @param what one line for the operator
   * @param cause null without an exception
   */
  void fatal(String what, Throwable cause);
}
