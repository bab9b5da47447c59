package io.cmaclip.lab.demo;

/** Builds a terminal line, optionally coloured, cut at the terminal's width. */
final class StyledLine {
  /** Colours by meaning. */
  enum Ink {
    PLAIN(""),
    FAINT("2"),
    STRONG("1"),
    GOOD("32"),
    DOUBTFUL("33"),
    BAD("31"),
    IMAGE("36"),
    TEXT("35");

    private final String code;

    Ink(String code) {
      this.code = code;
    }
  }

  private static final String ELLIPSIS = "…";

  private final StringBuilder line = new StringBuilder();
  private final int columns;
  private final boolean colours;
  private int used;

  StyledLine(int columns, boolean colours) {
    this.columns = columns;
    this.colours = colours;
  }

  StyledLine add(String text) {
    return add(text, Ink.PLAIN);
  }

  /** Adds the text, cut at the terminal's width. */
  StyledLine add(String text, Ink ink) {
    int length = text.codePointCount(0, text.length());
    int room = columns - used;
    if (room <= 0 || length == 0) {
      return this;
    }
    String shown =
        length <= room ? text : text.substring(0, text.offsetByCodePoints(0, room - 1)) + ELLIPSIS;
    used += Math.min(length, room);
    if (colours && !ink.code.isEmpty()) {
      line.append("\033[").append(ink.code).append('m').append(shown).append("\033[0m");
    } else {
      line.append(shown);
    }
    return this;
  }

  /** Adds the text, cut or padded to {@code width}. */
  StyledLine column(String text, int width, Ink ink) {
    int length = text.codePointCount(0, text.length());
    String shown =
        length > width
            ? text.substring(0, text.offsetByCodePoints(0, width - 1)) + ELLIPSIS
            : text + " ".repeat(width - length);
    return add(shown, ink);
  }

  @Override
  public String toString() {
    return line.toString();
  }
}
