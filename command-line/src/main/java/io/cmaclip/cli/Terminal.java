package io.cmaclip.cli;

/**
 * What the two output streams are connected to. The launcher knows (Java cannot ask the operating
 * system) and says so in system properties; without it neither is a terminal.
 *
 * @param out whether standard output is a terminal
 * @param err whether standard error is a terminal
 * @param columns width in characters, at least 40
 * @param colours whether colours may be used where the stream is a terminal ({@code NO_COLOR} and
 *     {@code TERM=dumb} forbid them)
 */
public record Terminal(boolean out, boolean err, int columns, boolean colours) {
  private static final int DEFAULT_COLUMNS = 100;
  private static final int MIN_COLUMNS = 40;

  public Terminal {
    columns = Math.max(MIN_COLUMNS, columns);
  }

  /** The terminal of this process. */
  public static Terminal ofProcess() {
    String noColour = System.getenv("NO_COLOR");
    boolean colours =
        (noColour == null || noColour.isEmpty()) && !"dumb".equals(System.getenv("TERM"));
    return new Terminal(
        Boolean.getBoolean("cmaclip.terminal.out"),
        Boolean.getBoolean("cmaclip.terminal.err"),
        Integer.getInteger("cmaclip.terminal.columns", DEFAULT_COLUMNS),
        colours);
  }
}
