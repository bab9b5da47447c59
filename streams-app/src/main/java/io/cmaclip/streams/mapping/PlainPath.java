package io.cmaclip.streams.mapping;

import com.dashjoin.jsonata.Jsonata.Frame;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A path of plain names such as {@code product.name} or {@code $row.title}: most expressions are,
 * and a look-up costs a hundredth of an evaluation.
 *
 * @param variable variable at which the path starts; null for the value of the event
 */
record PlainPath(String variable, List<String> names) {
  private static final Pattern PLAIN =
      Pattern.compile("(\\$[A-Za-z_]\\w*\\.)?[A-Za-z_]\\w*(\\.[A-Za-z_]\\w*)*");
  private static final Set<String> WORDS =
      Set.of("and", "or", "in", "true", "false", "null", "function");

  /** The path of an expression; null if it is more than a plain path. */
  static PlainPath of(String expression) {
    if (!PLAIN.matcher(expression).matches()) {
      return null;
    }
    List<String> names = List.of(expression.split("\\.", -1));
    if (names.stream().anyMatch(WORDS::contains)) {
      return null;
    }
    return names.get(0).startsWith("$")
        ? new PlainPath(names.get(0).substring(1), names.subList(1, names.size()))
        : new PlainPath(null, names);
  }

  /**
   * The value at the path; null if there is none.
   *
   * @return {@code this} if the path crosses a list, which only JSONata evaluates
   */
  Object evaluate(Object input, Frame bindings) {
    Object value = variable == null ? input : bindings.lookup(variable);
    for (String name : names) {
      if (value instanceof Map<?, ?> object) {
        value = object.get(name);
      } else if (value instanceof List<?>) {
        return this;
      } else {
        return null;
      }
    }
    return value;
  }
}
