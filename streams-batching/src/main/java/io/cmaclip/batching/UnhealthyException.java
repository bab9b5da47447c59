package io.cmaclip.batching;

/** The batch function fails its own self-test: no item is to blame. */
final class UnhealthyException extends Exception {
  UnhealthyException(RuntimeException selfTestFailure) {
    super(selfTestFailure);
  }
}
