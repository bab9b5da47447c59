package io.cmaclip.streams.operations.status;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Markup of ours. Text gets into it through {@link #of} only, which escapes it.
 *
 * @param markup HTML
 */
record Html(String markup) {
  static final Html NOTHING = new Html("");

  /**
   * Fills a template.
   *
   * @param template HTML with a {@code %s} for each part; a constant of ours
   * @param parts markup, or values whose text is escaped
   */
  static Html of(String template, Object... parts) {
    Object[] filled =
        Arrays.stream(parts)
            .map(part -> part instanceof Html html ? html.markup() : escaped(String.valueOf(part)))
            .toArray();
    return new Html(String.format(Locale.ROOT, template, filled));
  }

  /** One after the other. */
  static Html join(Collection<Html> parts) {
    return new Html(parts.stream().map(Html::markup).collect(Collectors.joining()));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
