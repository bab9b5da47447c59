package io.cmaclip.batching;

/** Ends the process: what failed can neither be repaired nor worked around in it. */
@FunctionalInterface
public interface FatalHandler {
  /**
   * May be called by any thread, and returns at once.
   *
   * @param what one line for the operator
   * @param cause null when there is no exception behind it
   */
  void fatal(String what, Throwable cause);
}
