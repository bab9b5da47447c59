package io.cmaclip.model.listings;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Finds files by paths that are spelled differently from the stored ones: another Unicode normal
 * form, backslashes, or (if only one file matches) another letter case.
 *
 * @param <T> a file
 */
final class PathIndex<T> {
  private final Map<String, T> files = new HashMap<>();
  private final Map<String, T> anyCase = new HashMap<>();
  private final Set<String> ambiguous = new HashSet<>();

  /** Adds a file; the first file with a path wins. */
  void add(String path, T file) {
    String key = key(path);
    files.putIfAbsent(key, file);
    String folded = key.toLowerCase(Locale.ROOT);
    T other = anyCase.putIfAbsent(folded, file);
    if (other != null && !other.equals(file)) {
      ambiguous.add(folded);
    }
  }

  /** The file of a path; null if there is none, or several that differ in letter case only. */
  T find(String path) {
    String key = key(path);
    T file = files.get(key);
    String folded = key.toLowerCase(Locale.ROOT);
    return file != null || ambiguous.contains(folded) ? file : anyCase.get(folded);
  }

  private static String key(String path) {
    return Normalizer.normalize(path.replace('\\', '/'), Normalizer.Form.NFC);
  }
}
