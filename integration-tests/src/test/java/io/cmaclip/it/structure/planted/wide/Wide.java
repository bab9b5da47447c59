package io.cmaclip.it.structure.planted.wide;

/** Violates the limit with a constructor of seven parameters. */
public final class Wide {
  private final int sum;

  public Wide(int a, int b, int c, int d, int e, int f, int g) {
    sum = a + b + c + d + e + f + g;
  }

  public int sum() {
    return sum;
  }
}
