package io.cmaclip.trainer.garments;

import static io.cmaclip.trainer.garments.Outline.at;

/** Smooth, isotropic value noise, determined by a seed. */
final class SmoothNoise {
  private final long seed;

  SmoothNoise(Draw draw) {
    seed = ((long) draw.below(Integer.MAX_VALUE) << 20) + 7;
  }

  /** 0..1, features about one unit wide. */
  double at(double x, double y) {
    int column = (int) Math.floor(x);
    int row = (int) Math.floor(y);
    double u = ease(x - column);
    double v = ease(y - row);
    double top = lattice(column, row) * (1 - u) + lattice(column + 1, row) * u;
    double bottom = lattice(column, row + 1) * (1 - u) + lattice(column + 1, row + 1) * u;
    return top * (1 - v) + bottom * v;
  }

  /** Two octaves, 0..1. */
  double rough(double x, double y) {
    return at(x, y) * .68 + at(x * 2.1 + 31, y * 2.1 + 17) * .32;
  }

  private double lattice(int column, int row) {
    long h = seed ^ column * 0x9E3779B97F4A7C15L ^ row * 0xC2B2AE3D27D4EB4FL;
    h = (h ^ (h >>> 31)) * 0xBF58476D1CE4E5B9L;
    h = (h ^ (h >>> 27)) * 0x94D049BB133111EBL;
    return ((h ^ (h >>> 33)) >>> 11) * 0x1.0p-53;
  }

  private static double ease(double t) {
    return t * t * (3 - 2 * t);
  }
}
