package io.cmaclip.batching;

/** The batch function fails its self-test, so no item is rejected. */
final class UnhealthyException extends Exception {
  UnhealthyException(RuntimeException selfTestFailure) {
    super(selfTestFailure);
  }
}
