package io.cmaclip.streams.models;

/** Observes successful inference calls. Must be thread-safe and must not block. */
@FunctionalInterface
public interface InferenceObserver {
  void inferred(int listings, long nanos);
}
