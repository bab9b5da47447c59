package io.cmaclip.it.structure.planted.hidden.library.internal;

/** For its own module alone. */
public final class Hidden {
  private Hidden() {}

  /** Seven parameters at once. */
  public static int sum(int a, int b, int c, int d, int e, int f, int g) {
    return a + b + c + d + e + f + g;
  }
}
