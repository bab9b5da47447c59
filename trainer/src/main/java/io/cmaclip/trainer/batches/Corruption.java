package io.cmaclip.trainer.batches;

import java.util.SplittableRandom;

/** Corrupts images and titles. Thread-safe. */
public interface Corruption {
  /** For batches without corruption. */
  Corruption NONE =
      new Corruption() {
        @Override
        public byte[] image(byte[] pixels, SplittableRandom random) {
          throw new IllegalStateException("this batch has no corruption");
        }

        @Override
        public int[] title(String title, SplittableRandom random) {
          throw new IllegalStateException("this batch has no corruption");
        }
      };

  /**
   * A corrupted copy.
   *
   * @param pixels 3 * height * width levels, channels first
   */
  byte[] image(byte[] pixels, SplittableRandom random);

  /** Tokens of a corrupted title, with start and end. */
  int[] title(String title, SplittableRandom random);
}
