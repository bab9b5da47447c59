package io.cmaclip.trainer.data;

/** Loads the levels of an image from a cache or by decoding. Thread-safe. */
@FunctionalInterface
public interface Levels {
  /** 8-bit levels, RGB, channels first; the caller must not change them. */
  byte[] get();
}
