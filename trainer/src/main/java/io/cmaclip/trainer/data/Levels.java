package io.cmaclip.trainer.data;

/** Fetches an image's levels, from a cache or by decoding. Any number of threads may ask. */
@FunctionalInterface
public interface Levels {
  /** 8-bit levels, RGB, channels first; the caller must not change them. */
  byte[] get();
}
