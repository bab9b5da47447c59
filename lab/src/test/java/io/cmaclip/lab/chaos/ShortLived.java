package io.cmaclip.lab.chaos;

/** Prints its arguments and exits with status 3. */
final class ShortLived {
  private ShortLived() {}

  /** Arguments: a line for standard output, then lines for standard error. */
  public static void main(String[] args) {
    System.out.println(args[0]);
    for (int i = 1; i < args.length; i++) {
      System.err.println(args[i]);
    }
    System.exit(3);
  }
}
