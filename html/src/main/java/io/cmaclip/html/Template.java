package io.cmaclip.html;

import com.google.errorprone.annotations.CompileTimeConstant;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * HTML, SVG or CSS in a resource, with placeholders {@code ${name}}. Immutable.
 *
 * <pre>{@code
 * private static final Template CHART = Template.of(Chart.class, "chart.svg");
 * Html chart = CHART.html(Map.of("title", title, "lines", lines));
 * }</pre>
 */
public final class Template {
  private static final Pattern NAME = Pattern.compile("\\$\\{(\\w+)}");

  private final String file;
  private final String content;

  private Template(String file, String content) {
    this.file = file;
    this.content = content;
  }

  /**
   * Reads a resource in UTF-8.
   *
   * @param owner class in the package of the resource
   * @throws IllegalArgumentException when the resource does not exist
   */
  public static Template of(Class<?> owner, @CompileTimeConstant String file) {
    try (InputStream in = owner.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalArgumentException("no resource " + file + " beside " + owner.getName());
      }
      return new Template(file, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Fills the template.
   *
   * @param parts by placeholder: markup, or values that are escaped
   * @throws IllegalArgumentException when a part is missing or unknown
   */
  public Html html(Map<String, ?> parts) {
    Set<String> unused = new HashSet<>(parts.keySet());
    String filled =
        NAME.matcher(content)
            .replaceAll(
                found -> {
                  Object part = parts.get(found.group(1));
                  if (part == null) {
                    throw new IllegalArgumentException(file + ": no value for " + found.group());
                  }
                  unused.remove(found.group(1));
                  return Matcher.quoteReplacement(Html.markup(part));
                });
    if (!unused.isEmpty()) {
      throw new IllegalArgumentException(file + " names no " + unused);
    }
    return new Html(filled);
  }

  /** Returns a template without placeholders. */
  public Html html() {
    return html(Map.of());
  }
}
