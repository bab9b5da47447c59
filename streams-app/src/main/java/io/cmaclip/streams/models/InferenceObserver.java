package io.cmaclip.streams.models;

/** Is told of every inference call that succeeded. For any thread; returns at once. */
@FunctionalInterface
public interface InferenceObserver {
  void inferred(int listings, long nanos);
}
