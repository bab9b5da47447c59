package io.cmaclip.html;

import com.google.errorprone.annotations.CompileTimeConstant;
import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Markup. It comes from constants and resources of this program only; text becomes part of it
 * escaped. Immutable.
 */
public final class Html {
  public static final Html NOTHING = new Html("");

  private final String markup;

  /** Markup as it is: for this package, which reads it from resources. */
  Html(String markup) {
    this.markup = markup;
  }

  /**
   * Fills a template.
   *
   * @param template HTML with a {@code %s} for each part; attributes in double quotes
   * @param parts markup, or values whose text is escaped
   */
  @FormatMethod
  public static Html of(@CompileTimeConstant @FormatString String template, Object... parts) {
    Object[] filled = Arrays.stream(parts).map(Html::markup).toArray();
    return new Html(String.format(Locale.ROOT, template, filled));
  }

  /** A text, escaped. */
  public static Html text(String text) {
    return new Html(markup(text));
  }

  /** One after the other. */
  public static Html join(Html... parts) {
    return join(Arrays.asList(parts));
  }

  /** One after the other. */
  public static Html join(Collection<Html> parts) {
    return new Html(parts.stream().map(Html::toString).collect(Collectors.joining()));
  }

  /** The markup of a part of a template. */
  static String markup(Object part) {
    return part instanceof Html html ? html.markup : escaped(String.valueOf(part));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /** The markup. */
  @Override
  public String toString() {
    return markup;
  }
}
