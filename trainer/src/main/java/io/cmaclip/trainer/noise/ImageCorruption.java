package io.cmaclip.trainer.noise;

import java.util.SplittableRandom;

/** Kinds of image corruption. All work on 8-bit RGB levels, channels first. */
public enum ImageCorruption {
  /** One colour, with a little sensor noise. */
  BLANK {
    @Override
    public byte[] apply(byte[] pixels, int height, int width, SplittableRandom random) {
      int[] colour = colour(random);
      int grain = random.nextInt(6);
      byte[] out = new byte[pixels.length];
      for (int i = 0; i < out.length; i++) {
        out[i] = level(colour[i / (height * width)] + random.nextInt(-grain, grain + 1));
      }
      return out;
    }
  },
  /** Random levels, fine or in blocks, gray or coloured. */
  RANDOM {
    @Override
    public byte[] apply(byte[] pixels, int height, int width, SplittableRandom random) {
      int block = 1 + random.nextInt(4);
      boolean gray = random.nextBoolean();
      int plane = height * width;
      byte[] out = new byte[pixels.length];
      byte[] drawn = new byte[pixels.length];
      random.nextBytes(drawn);
      for (int channel = 0; channel < 3; channel++) {
        for (int y = 0; y < height; y++) {
          for (int x = 0; x < width; x++) {
            int source = y / block * block * width + x / block * block;
            out[channel * plane + y * width + x] = drawn[(gray ? 0 : channel * plane) + source];
          }
        }
      }
      return out;
    }
  },
  /** Averaged over a few coarse cells: colours stay, shapes do not. */
  BLUR {
    @Override
    public byte[] apply(byte[] pixels, int height, int width, SplittableRandom random) {
      return enlarged(pixels, height, width, cells(pixels, height, width, 2 + random.nextInt(3)));
    }
  },
  /** A crop of a few pixels, enlarged to the whole image. */
  CROP {
    @Override
    public byte[] apply(byte[] pixels, int height, int width, SplittableRandom random) {
      int crop = 3 + random.nextInt(Math.max(1, Math.min(height, width) / 10));
      int top = random.nextInt(height - crop + 1);
      int left = random.nextInt(width - crop + 1);
      int plane = height * width;
      double[][] cells = new double[3][crop * crop];
      for (int channel = 0; channel < 3; channel++) {
        for (int i = 0; i < crop * crop; i++) {
          int at = channel * plane + (top + i / crop) * width + left + i % crop;
          cells[channel][i] = pixels[at] & 255;
        }
      }
      return enlarged(pixels, height, width, cells);
    }
  },
  /** A plain background with a frame and a simple sign, like the placeholder images of shops. */
  PLACEHOLDER {
    @Override
    public byte[] apply(byte[] pixels, int height, int width, SplittableRandom random) {
      int[] background = random.nextBoolean() ? gray(200 + random.nextInt(56)) : colour(random);
      int[] sign = random.nextBoolean() ? gray(random.nextInt(190)) : colour(random);
      boolean frame = random.nextBoolean();
      int shape = random.nextInt(4);
      double size = 0.15 + 0.25 * random.nextDouble();
      int plane = height * width;
      byte[] out = new byte[pixels.length];
      for (int i = 0; i < out.length; i++) {
        int row = i % plane / width;
        double y = row / (double) height - 0.5;
        double x = i % width / (double) width - 0.5;
        boolean drawn =
            switch (shape) {
              case 0 -> Math.abs(x) < size && Math.abs(y) < size * 0.7;
              case 1 -> x * x + y * y < size * size;
              case 2 -> Math.abs(Math.abs(x) - Math.abs(y)) < 0.04 && Math.abs(x) < size;
              default -> Math.abs(y) < 0.05 && Math.abs(x) < size * 1.2;
            };
        drawn |= frame && Math.max(Math.abs(x), Math.abs(y)) > 0.44;
        out[i] = level((drawn ? sign : background)[i / plane]);
      }
      return out;
    }
  };

  /** A corrupted copy. */
  public abstract byte[] apply(byte[] pixels, int height, int width, SplittableRandom random);

  private static int[] colour(SplittableRandom random) {
    return new int[] {random.nextInt(256), random.nextInt(256), random.nextInt(256)};
  }

  private static int[] gray(int level) {
    return new int[] {level, level, level};
  }

  private static byte level(int value) {
    return (byte) Math.max(0, Math.min(255, value));
  }

  /** Means over side * side cells, per channel. */
  private static double[][] cells(byte[] pixels, int height, int width, int side) {
    int plane = height * width;
    double[][] sums = new double[3][side * side];
    int[] counts = new int[side * side];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int cell = y * side / height * side + x * side / width;
        counts[cell]++;
        for (int channel = 0; channel < 3; channel++) {
          sums[channel][cell] += pixels[channel * plane + y * width + x] & 255;
        }
      }
    }
    for (double[] channel : sums) {
      for (int cell = 0; cell < counts.length; cell++) {
        channel[cell] /= Math.max(1, counts[cell]);
      }
    }
    return sums;
  }

  /** A square of cells, enlarged to the image's size with bilinear interpolation. */
  private static byte[] enlarged(byte[] pixels, int height, int width, double[][] cells) {
    int side = (int) Math.round(Math.sqrt(cells[0].length));
    byte[] out = new byte[pixels.length];
    int plane = height * width;
    for (int y = 0; y < height; y++) {
      double row = Math.max(0, Math.min(side - 1.0, (y + 0.5) * side / height - 0.5));
      int top = (int) row;
      int bottom = Math.min(side - 1, top + 1);
      for (int x = 0; x < width; x++) {
        double column = Math.max(0, Math.min(side - 1.0, (x + 0.5) * side / width - 0.5));
        int left = (int) column;
        int right = Math.min(side - 1, left + 1);
        for (int channel = 0; channel < 3; channel++) {
          double[] c = cells[channel];
          double above =
              c[top * side + left] * (1 - column + left) + c[top * side + right] * (column - left);
          double below =
              c[bottom * side + left] * (1 - column + left)
                  + c[bottom * side + right] * (column - left);
          out[channel * plane + y * width + x] =
              level((int) Math.round(above * (1 - row + top) + below * (row - top)));
        }
      }
    }
    return out;
  }
}
