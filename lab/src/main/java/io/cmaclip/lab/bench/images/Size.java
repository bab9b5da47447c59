package io.cmaclip.lab.bench.images;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Size of an image.
 *
 * @param width in pixels
 * @param height in pixels
 */
record Size(int width, int height) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,5})(?:x(\\d{1,5}))?");

  /**
   * Parses {@code 900x1200}, or {@code 224} for a square.
   *
   * @throws IllegalArgumentException for any other text
   */
  static Size parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(text);
    }
    int width = Integer.parseInt(matcher.group(1));
    int height = matcher.group(2) == null ? width : Integer.parseInt(matcher.group(2));
    return new Size(width, height);
  }

  long pixels() {
    return (long) width * height;
  }

  @Override
  public String toString() {
    return width + "x" + height;
  }
}
