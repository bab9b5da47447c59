package io.cmaclip.streams.samples;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A path at which sample events have scalar values.
 *
 * @param path JSONata path; lists on the way are not visible in it
 * @param name last name of the path in lower case, without separators
 * @param depth number of names
 * @param values different values, at most a hundred
 */
record Leaf(String path, String name, int depth, Set<Object> values) {
  private static final int MAX_VALUES = 100;
  private static final int MAX_LEAVES = 5000;
  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /** Adds the leaves of a value to those by path. */
  static void collect(Object value, List<String> names, Map<String, Leaf> into) {
    if (value instanceof Map<?, ?> object) {
      object.forEach(
          (name, member) -> {
            List<String> longer = new ArrayList<>(names);
            longer.add(String.valueOf(name));
            collect(member, longer, into);
          });
    } else if (value instanceof List<?> list) {
      list.forEach(item -> collect(item, names, into));
    } else if (value != null && !names.isEmpty() && into.size() < MAX_LEAVES) {
      Leaf leaf = into.computeIfAbsent(path(names), path -> of(path, names));
      if (leaf.values.size() < MAX_VALUES) {
        leaf.values.add(value);
      }
    }
  }

  private static Leaf of(String path, List<String> names) {
    String last = names.get(names.size() - 1).toLowerCase(Locale.ROOT);
    return new Leaf(
        path, last.replaceAll("[^\\p{L}\\p{N}]", ""), names.size(), new LinkedHashSet<>());
  }

  static String path(List<String> names) {
    return String.join(
        ".",
        names.stream()
            .map(name -> PLAIN_NAME.matcher(name).matches() ? name : "`" + name + "`")
            .toList());
  }

  boolean areAll(Class<?>... types) {
    return values.stream()
        .allMatch(
            value -> {
              for (Class<?> type : types) {
                if (type.isInstance(value)) {
                  return true;
                }
              }
              return false;
            });
  }
}
