package io.cmaclip.trainer.evaluation;

import java.util.SplittableRandom;

/**
 * Kinds of images without information that no noise score is fitted on, to measure how the scores
 * generalize. 8-bit RGB levels, channels first.
 */
enum HeldOutImageCorruption {
  /** A gradient between two colours. */
  GRADIENT {
    @Override
    byte[] apply(byte[] pixels, int height, int width, SplittableRandom random) {
      double angle = 2 * Math.PI * random.nextDouble();
      double across = Math.cos(angle);
      double down = Math.sin(angle);
      double reach = Math.abs(across) + Math.abs(down);
      int[] from = {random.nextInt(256), random.nextInt(256), random.nextInt(256)};
      int[] to = {random.nextInt(256), random.nextInt(256), random.nextInt(256)};
      byte[] out = new byte[pixels.length];
      int plane = height * width;
      for (int i = 0; i < out.length; i++) {
        int row = i % plane / width;
        double x = 2.0 * (i % width) / width - 1;
        double y = 2.0 * row / height - 1;
        double share = ((x * across + y * down) / reach + 1) / 2;
        int channel = i / plane;
        out[i] = (byte) Math.round(from[channel] + share * (to[channel] - from[channel]));
      }
      return out;
    }
  },
  /** Vertical colour bars, like a test card. */
  BARS {
    @Override
    byte[] apply(byte[] pixels, int height, int width, SplittableRandom random) {
      int bars = 3 + random.nextInt(6);
      byte[] colours = new byte[3 * bars];
      random.nextBytes(colours);
      byte[] out = new byte[pixels.length];
      for (int i = 0; i < out.length; i++) {
        out[i] = colours[i / (height * width) * bars + i % width * bars / width];
      }
      return out;
    }
  },
  /** The image reduced to 4 levels close to black or white. */
  FADED {
    @Override
    byte[] apply(byte[] pixels, int height, int width, SplittableRandom random) {
      int ground = random.nextBoolean() ? 0 : 252;
      byte[] out = new byte[pixels.length];
      for (int i = 0; i < out.length; i++) {
        out[i] = (byte) (ground + (pixels[i] & 255) / 64);
      }
      return out;
    }
  };

  /** A copy without information. */
  abstract byte[] apply(byte[] pixels, int height, int width, SplittableRandom random);
}
