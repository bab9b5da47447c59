package io.cmaclip.trainer.batches;

import java.util.SplittableRandom;

/** Makes pictures and titles meaningless. Safe for any thread. */
public interface Spoiler {
  /** For batches in which nothing is to be spoilt. */
  Spoiler NONE =
      new Spoiler() {
        @Override
        public byte[] picture(byte[] pixels, SplittableRandom random) {
          throw new IllegalStateException("nothing is spoilt here");
        }

        @Override
        public int[] title(String title, SplittableRandom random) {
          throw new IllegalStateException("nothing is spoilt here");
        }
      };

  /**
   * A spoilt copy.
   *
   * @param pixels 3 * height * width levels, channels first
   */
  byte[] picture(byte[] pixels, SplittableRandom random);

  /** Tokens of a spoilt title, with start and end. */
  int[] title(String title, SplittableRandom random);
}
