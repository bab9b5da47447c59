package io.cmaclip.trainer.batches;

import java.util.SplittableRandom;

/** Random numbers that depend only on the keys that they are drawn for. */
public final class Chance {
  private Chance() {}

  /** Hashes the keys into a seed (SplitMix64 finaliser). */
  public static long seed(long... keys) {
    long mixed = 0x9E3779B97F4A7C15L;
    for (long key : keys) {
      mixed = mix(mixed ^ mix(key + 0x9E3779B97F4A7C15L));
    }
    return mixed;
  }

  /** Random numbers for one step, epoch or listing. */
  public static SplittableRandom of(long... keys) {
    return new SplittableRandom(seed(keys));
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
