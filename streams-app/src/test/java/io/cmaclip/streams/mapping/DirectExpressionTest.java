package io.cmaclip.streams.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.dashjoin.jsonata.Jsonata.Frame;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSONata's interpreter is the reference for everything that is evaluated without it. */
class DirectExpressionTest {
  private static final int EXPRESSIONS = 3_000;
  private static final int EVENTS_EACH = 5;
  private static final List<String> NAMES = List.of("a", "b", "c", "`a b`");
  private static final List<String> VARIABLES = List.of("$", "$key", "$row", "$several", "$none");
  private static final List<String> OPERATORS = List.of("=", "!=", "in", "and", "or", "&", "?:");
  private static final List<String> CALLS =
      List.of("exists", "type", "boolean", "not", "string", "keys", "count", "uppercase");

  private final Budget budget = new Budget();
  private final BoundedFunctions functions = new BoundedFunctions(() -> budget);

  @Test
  void hasTheValuesOfJsonatasInterpreter() {
    Random random = new Random(20);
    int direct = 0;
    for (int i = 0; i < EXPRESSIONS; i++) {
      String text = expression(random, 4);
      Expression expression = Expression.compile("field", text, functions);
      for (int j = 0; j < EVENTS_EACH; j++) {
        Object event = value(random, 3);
        Frame bindings = bindings(random);
        Object value = expression.directly(event, bindings);
        if (value != DirectExpression.UNKNOWN) {
          direct++;
          assertThat(value)
              .as("%s of %s", text, event)
              .isEqualTo(expression.interpreted(event, bindings, new Budget()));
        }
      }
    }
    assertThat(direct).isGreaterThan(EXPRESSIONS * EVENTS_EACH / 3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'constant'",
        "a.b",
        "$row.a",
        "$exists(a) and $exists(c) ? b : $",
        "[a, b ? b & a & '.jpg']",
        "a = 'gone' or not_there != 3",
        "a in ['m', 't']",
        "(a ?: (b ?: c))",
        "$string(a) = 'true'",
        "$type(b) = 'object' and $count($keys(b)) = 1",
      })
  void evaluatesWhatMappingsConsistOf(String text) {
    Map<String, Object> event = Map.of("a", "x", "b", Map.of("b", 1), "c", true);
    Frame bindings = new Frame(null);
    bindings.bind("row", (Object) event);
    Object value = Expression.compile("field", text, functions).directly(event, bindings);
    // The template has an object where a text belongs, which JSONata writes as JSON.
    assertThat(value == DirectExpression.UNKNOWN).isEqualTo(text.contains(".jpg"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a[0]", "a^(b)", "a.{'x': b}", "$string", "$parse", "$sum(a)", "*", "a[]", "/x/"})
  void leavesTheRestToTheInterpreter(String text) {
    Object value =
        Expression.compile("field", text, functions)
            .directly(Map.of("a", List.of(1, 2)), new Frame(null));
    assertThat(value).isSameAs(DirectExpression.UNKNOWN);
  }

  private static Frame bindings(Random random) {
    Frame bindings = new Frame(null);
    bindings.bind("key", value(random, 1));
    bindings.bind("row", value(random, 2));
    bindings.bind("several", List.of("x", 1, Map.of("a", 2)));
    return bindings;
  }

  private static String expression(Random random, int depth) {
    int kind = depth == 0 ? random.nextInt(3) : random.nextInt(9);
    return switch (kind) {
      case 0 -> path(random);
      case 1 -> pick(List.of("'x'", "''", "'true'", "1", "0", "2.5", "-1", "true", "null"), random);
      case 2 -> pick(VARIABLES, random);
      case 3, 4, 5 ->
          "(%s) %s (%s)"
              .formatted(
                  expression(random, depth - 1),
                  pick(OPERATORS, random),
                  expression(random, depth - 1));
      case 6 ->
          "(%s ? %s%s)"
              .formatted(
                  expression(random, depth - 1),
                  expression(random, depth - 1),
                  random.nextBoolean() ? " : " + expression(random, depth - 1) : "");
      case 7 -> "[%s, %s]".formatted(expression(random, depth - 1), expression(random, depth - 1));
      default -> "$%s(%s)".formatted(pick(CALLS, random), expression(random, depth - 1));
    };
  }

  private static String path(Random random) {
    List<String> steps = new ArrayList<>();
    if (random.nextInt(3) == 0) {
      steps.add(pick(VARIABLES, random));
    }
    for (int i = random.nextInt(3); i >= 0; i--) {
      steps.add(pick(NAMES, random));
    }
    return String.join(".", steps);
  }

  /** JSON as the decoders give it: null is Java's, objects keep their order. */
  private static Object value(Random random, int depth) {
    int kind = depth == 3 ? 8 : random.nextInt(depth == 0 ? 7 : 10);
    return switch (kind) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> random.nextInt(3);
      case 3 -> 5_000_000_000L;
      case 4 -> random.nextBoolean() ? 2.5 : 0.0;
      case 5 -> "";
      case 6 -> random.nextBoolean() ? "x" : "true";
      case 7 -> {
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
          list.add(value(random, depth - 1));
        }
        yield list;
      }
      default -> {
        Map<String, Object> object = new LinkedHashMap<>();
        for (String name : NAMES) {
          if (random.nextInt(4) > 0) {
            object.put(name.replace("`", ""), value(random, depth - 1));
          }
        }
        yield object;
      }
    };
  }

  private static String pick(List<String> from, Random random) {
    return from.get(random.nextInt(from.size()));
  }
}
