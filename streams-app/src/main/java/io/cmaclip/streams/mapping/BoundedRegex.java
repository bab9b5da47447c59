package io.cmaclip.streams.mapping;

import com.dashjoin.jsonata.Jsonata.Fn0;
import com.dashjoin.jsonata.Jsonata.JFunction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A regular expression that checks the budget while it matches. As a function it returns the first
 * match of a text, with a function {@code next} for the next one. Thread-safe.
 */
final class BoundedRegex extends JFunction {
  private final Pattern pattern;
  private final Supplier<Budget> budgets;

  /**
   * @param budgets the budget of the current thread's event
   */
  BoundedRegex(Pattern pattern, Supplier<Budget> budgets) {
    super((input, args) -> firstMatch(pattern, args.get(0), budgets.get()), "<x:o>");
    this.pattern = pattern;
    this.budgets = budgets;
  }

  Pattern pattern() {
    return pattern;
  }

  Matcher matcher(String text) {
    return matcher(pattern, text, budgets.get());
  }

  static Matcher matcher(Pattern pattern, String text, Budget budget) {
    return pattern.matcher(new TimedText(text, budget));
  }

  private static Map<String, Object> firstMatch(Pattern pattern, Object text, Budget budget) {
    return text instanceof String string ? nextMatch(matcher(pattern, string, budget)) : null;
  }

  /** Null if there is none. */
  private static Map<String, Object> nextMatch(Matcher matcher) {
    if (!matcher.find()) {
      return null;
    }
    Map<String, Object> match = new LinkedHashMap<>();
    match.put("match", matcher.group());
    match.put("start", matcher.start());
    match.put("end", matcher.end());
    List<Object> groups = new ArrayList<>();
    for (int i = 1; i <= matcher.groupCount(); i++) {
      groups.add(matcher.group(i));
    }
    match.put("groups", groups);
    match.put("next", (Fn0<Map<String, Object>>) () -> nextMatch(matcher));
    return match;
  }
}
