package io.cmaclip.streams.mapping;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Jsonata.FnVarArgs;
import com.dashjoin.jsonata.Jsonata.JFunction;
import com.dashjoin.jsonata.Parser.Symbol;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces the functions of JSONata that a hostile event could keep busy: a call of a function is
 * not interrupted. {@code $pad} has a limit, functions with regular expressions check the budget,
 * {@code $eval} is off. {@code $parse} parses a JSON text, as in AWS Step Functions. Thread-safe.
 */
final class BoundedFunctions {
  static final int MAX_PAD = 10_000;

  private final Supplier<Budget> budgets;
  private final SyntaxTree tree;
  private final Map<String, JFunction> functions = new LinkedHashMap<>();

  /**
   * @param budgets the budget of the current thread's event
   */
  BoundedFunctions(Supplier<Budget> budgets) {
    this.budgets = budgets;
    this.tree = new SyntaxTree(budgets);
    add("pad", "<s-ns?:s>", args -> pad(text(args), (Number) at(args, 1), (String) at(args, 2)));
    add("contains", "<s-(sf):b>", args -> contains(text(args), at(args, 1)));
    add("match", "<s-f<s:o>n?:a<o>>", args -> match(text(args), at(args, 1), limit(args, 2)));
    add("split", "<s-(sf)n?:a<s>>", args -> split(text(args), at(args, 1), limit(args, 2)));
    add(
        "replace",
        "<s-(sf)(sf)n?:s>",
        args -> replace(text(args), at(args, 1), at(args, 2), limit(args, 3)));
    add("parse", "<s-:x>", args -> parse(text(args)));
    add("eval", "<sx?:x>", args -> eval());
  }

  private void add(String name, String signature, FnVarArgs<Object> function) {
    functions.put(name, Jsonata.function(name, function, signature));
  }

  void registerWith(Jsonata expression) {
    functions.forEach(expression::registerFunction);
    tree.bound(expression);
  }

  /** Fails if the evaluated part of an expression is called and its value is no function. */
  void checkCalled(Symbol part, Object value) {
    tree.check(part, value);
  }

  private String pad(String text, Number width, String with) {
    if (text == null) {
      return null;
    }
    long wanted = Math.abs(width.longValue());
    if (wanted > MAX_PAD) {
      throw new JException("$pad: the width exceeds " + MAX_PAD, -1);
    }
    long missing = wanted - text.codePointCount(0, text.length());
    if (missing <= 0) {
      return text;
    }
    int[] pattern = (with == null || with.isEmpty() ? " " : with).codePoints().toArray();
    StringBuilder padding = new StringBuilder();
    for (int i = 0; i < missing; i++) {
      padding.appendCodePoint(pattern[i % pattern.length]);
    }
    return width.longValue() < 0 ? padding + text : text + padding;
  }

  private Boolean contains(String text, Object token) {
    if (text == null) {
      return null;
    }
    return token instanceof BoundedRegex regex
        ? regex.matcher(text).find()
        : text.contains(text(token, "contains"));
  }

  private List<Object> match(String text, Object pattern, int limit) {
    if (text == null) {
      return null;
    }
    Matcher matcher = regex(pattern, "match").matcher(text);
    List<Object> matches = new ArrayList<>();
    while (matches.size() < limit && matcher.find()) {
      Map<String, Object> match = matchOf(matcher.toMatchResult(), 1);
      match.put("index", matcher.start());
      matches.add(match);
    }
    return matches;
  }

  private List<String> split(String text, Object separator, int limit) {
    if (text == null) {
      return null;
    }
    List<String> parts;
    if (separator instanceof BoundedRegex regex) {
      parts = Arrays.asList(regex.pattern().split(new TimedText(text, budgets.get()), -1));
    } else if (text(separator, "split").isEmpty()) {
      parts = text.codePoints().mapToObj(Character::toString).toList();
    } else {
      parts = Arrays.asList(text.split(Pattern.quote(text(separator, "split")), -1));
    }
    return parts.subList(0, Math.min(parts.size(), limit));
  }

  private String replace(String text, Object what, Object by, int limit) {
    if (text == null) {
      return null;
    }
    Pattern pattern =
        what instanceof BoundedRegex regex
            ? regex.pattern()
            : Pattern.compile(text(what, "replace"), Pattern.LITERAL);
    if (pattern.pattern().isEmpty()) {
      throw new JException("D3010", -1);
    }
    Matcher matcher = BoundedRegex.matcher(pattern, text, budgets.get());
    StringBuilder result = new StringBuilder();
    int copied = 0;
    for (int i = 0; i < limit && matcher.find(); i++) {
      result.append(text, copied, matcher.start());
      result.append(
          by instanceof String template
              ? (what instanceof BoundedRegex ? expanded(template, matcher) : template)
              : replacement(by, matcher));
      copied = matcher.end();
      budgets.get().check();
    }
    return result.append(text, copied, text.length()).toString();
  }

  /** Replaces {@code $N} by groups and {@code $$} by a dollar sign. */
  private static String expanded(String template, Matcher matcher) {
    if (template.indexOf('$') < 0) {
      return template;
    }
    StringBuilder result = new StringBuilder();
    int i = 0;
    while (i < template.length()) {
      char next = i + 1 < template.length() ? template.charAt(i + 1) : ' ';
      boolean reference = template.charAt(i) == '$' && (next == '$' || Character.isDigit(next));
      if (!reference) {
        result.append(template.charAt(i));
      } else if (next == '$') {
        result.append('$');
      } else {
        result.append(group(matcher, next - '0'));
      }
      i += reference ? 2 : 1;
    }
    return result.toString();
  }

  private static String group(Matcher matcher, int group) {
    String matched = group <= matcher.groupCount() ? matcher.group(group) : null;
    return matched == null ? "" : matched;
  }

  private static String replacement(Object function, Matcher matcher) {
    Object result;
    try {
      result = Functions.funcApply(function, List.of(matchOf(matcher.toMatchResult(), 0)));
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
    if (result instanceof String text) {
      return text;
    }
    throw new JException("D3012", -1);
  }

  private static Map<String, Object> matchOf(MatchResult result, int firstGroup) {
    Map<String, Object> match = new LinkedHashMap<>();
    match.put("match", result.group());
    List<Object> groups = new ArrayList<>();
    for (int i = firstGroup; i <= result.groupCount(); i++) {
      groups.add(result.group(i));
    }
    match.put("groups", groups);
    return match;
  }

  private static Object parse(String text) {
    if (text == null) {
      return null;
    }
    try {
      return PlainJson.read(text);
    } catch (JsonProcessingException e) {
      throw new JException("$parse: the text is not JSON", -1);
    }
  }

  /** An event could contain an expression. */
  private static Object eval() {
    throw new JException("$eval is not available: use $parse for JSON in a text", -1);
  }

  private static BoundedRegex regex(Object token, String function) {
    if (token instanceof BoundedRegex regex) {
      return regex;
    }
    throw new JException("$" + function + ": the pattern must be a regular expression", -1);
  }

  private static String text(Object token, String function) {
    if (token instanceof String text) {
      return text;
    }
    throw new JException("$" + function + ": must be a text or a regular expression", -1);
  }

  private static Object at(List<?> args, int index) {
    return index < args.size() ? args.get(index) : null;
  }

  /** The first argument; null if it is undefined. */
  private static String text(List<?> args) {
    return (String) at(args, 0);
  }

  private static int limit(List<?> args, int index) {
    Number limit = (Number) at(args, index);
    if (limit != null && limit.doubleValue() < 0) {
      throw new JException("the limit must not be negative", -1);
    }
    return limit == null ? Integer.MAX_VALUE : limit.intValue();
  }
}
