package io.cmaclip.cli;

/**
 * Whether standard output and standard error are terminals. The launcher script detects it and sets
 * system properties, since Java cannot; without the launcher neither stream is a terminal.
 *
 * @param columns width in characters, at least 40
 * @param colours whether colours are allowed ({@code NO_COLOR} and {@code TERM=dumb} disable them)
 */
public record Terminal(boolean out, boolean err, int columns, boolean colours) {
  private static final int DEFAULT_COLUMNS = 100;
  private static final int MIN_COLUMNS = 40;

  public Terminal {
    columns = Math.max(MIN_COLUMNS, columns);
  }

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
