package io.cmaclip.trainer.batches;

import java.util.SplittableRandom;

/** Makes images and titles meaningless. Safe for any thread. */
public interface Corruption {
  /** For batches in which nothing is to be corrupted. */
  Corruption NONE =
      new Corruption() {
        @Override
        public byte[] image(byte[] pixels, SplittableRandom random) {
          throw new IllegalStateException("nothing is corrupted here");
        }

        @Override
        public int[] title(String title, SplittableRandom random) {
          throw new IllegalStateException("nothing is corrupted here");
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
