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
 * HTML, SVG or CSS in a resource. Each {@code ${name}} in it stands for a part. Immutable.
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
   * Reads a resource, as UTF-8.
   *
   * @param owner class beside which it lies
   * @throws IllegalArgumentException when there is none
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
   * @param parts by name: markup, or values whose text is escaped
   * @throws IllegalArgumentException when a name is missing or one is too many
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

  /** A template without parts. */
  public Html html() {
    return html(Map.of());
  }
}
