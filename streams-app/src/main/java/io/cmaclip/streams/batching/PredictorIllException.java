package io.cmaclip.streams.batching;

/** The predictor fails its own self-test: no listing is to blame. */
final class PredictorIllException extends Exception {
  PredictorIllException(RuntimeException selfTestFailure) {
    super(selfTestFailure);
  }
}
