package io.cmaclip.html;

import com.google.errorprone.annotations.CompileTimeConstant;
import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** Markup from constants and resources; text is escaped when it is added. Immutable. */
public final class Html {
  public static final Html NOTHING = new Html("");

  private final String markup;

  /** Wraps markup without escaping, for resources of this package. */
  Html(String markup) {
    this.markup = markup;
  }

  /**
   * Fills a template.
   *
   * @param template HTML with a {@code %s} for each part; attributes in double quotes
   * @param parts markup, or values that are escaped
   */
  @FormatMethod
  public static Html of(@CompileTimeConstant @FormatString String template, Object... parts) {
    Object[] filled = Arrays.stream(parts).map(Html::markup).toArray();
    return new Html(String.format(Locale.ROOT, template, filled));
  }

  /** Concatenates markup. */
  public static Html join(Html... parts) {
    return join(Arrays.asList(parts));
  }

  /** Concatenates markup. */
  public static Html join(Collection<Html> parts) {
    return new Html(parts.stream().map(Html::toString).collect(Collectors.joining()));
  }

  /** Returns the markup of a part. */
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

  @Override
  public String toString() {
    return markup;
  }
}
