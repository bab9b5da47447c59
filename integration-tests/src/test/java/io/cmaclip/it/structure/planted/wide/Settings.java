package io.cmaclip.it.structure.planted.wide;

/** A record with seven components is allowed; a method with seven parameters is not. */
public record Settings(int a, int b, int c, int d, int e, int f, int g) {
  /** Six are allowed; the compiler adds two. */
  public enum Kind {
    ONE(1, 2, 3, 4, 5, 6);

    private final int sum;

    Kind(int a, int b, int c, int d, int e, int f) {
      sum = a + b + c + d + e + f;
    }

    public int sum() {
      return sum;
    }
  }

  public static Settings of(int a, int b, int c, int d, int e, int f, String g) {
    return new Settings(a, b, c, d, e, f, g.length());
  }
}
