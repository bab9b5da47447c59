package io.cmaclip.lab.chaos;

/** A process that says what it is told to, and ends with status 3. */
final class ShortLived {
  private ShortLived() {}

  /** Arguments: a line for standard output; lines for standard error. */
  public static void main(String[] args) {
    System.out.println(args[0]);
    for (int i = 1; i < args.length; i++) {
      System.err.println(args[i]);
    }
    System.exit(3);
  }
}
