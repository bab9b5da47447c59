package io.cmaclip.streams.mapping;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Jsonata.Frame;
import com.dashjoin.jsonata.Utils;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** A compiled JSONata expression of one field of a mapping. Thread-safe. */
final class Expression {
  private static final int MAX_CHARS = 10_000;
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Set<String> RESERVED = Set.of("key", "headers", "topic", "time", "parse");

  private final String field;
  private final String text;
  private final Jsonata compiled;

  private final DirectExpression direct;

  private Expression(String field, String text, Jsonata compiled) {
    this.field = field;
    this.text = text;
    this.compiled = compiled;
    this.direct = DirectCompiler.compile(compiled);
  }

  /**
   * Compiles an expression.
   *
   * @throws IllegalArgumentException with field and position if it is malformed
   */
  static Expression compile(String field, String text, BoundedFunctions functions) {
    if (text.length() > MAX_CHARS) {
      throw new IllegalArgumentException(
          field + ": the expression has more than " + MAX_CHARS + " characters");
    }
    try {
      Jsonata compiled = Jsonata.jsonata(text);
      // The decoders make only values that JSONata knows, and bytes, which it passes through.
      compiled.setValidateInput(false);
      functions.registerWith(compiled);
      return new Expression(field, text, compiled);
    } catch (JException malformed) {
      throw new IllegalArgumentException(
          "%s: %s at character %s of: %s"
              .formatted(field, malformed.getMessage(), malformed.getLocation(), text),
          malformed);
    } catch (RuntimeException | StackOverflowError malformed) {
      throw new IllegalArgumentException(field + ": cannot be compiled: " + text, malformed);
    }
  }

  /**
   * Refuses the name of a variable that is no name, or that of a function: expressions that call
   * the function would fail.
   *
   * @throws IllegalArgumentException if the name is refused
   */
  static void requireVariable(String name) {
    if (!VARIABLE.matcher(name).matches()) {
      throw new IllegalArgumentException("let." + name + ": must be letters, digits, underscores");
    }
    if (RESERVED.contains(name) || DirectCompiler.isFunction(name)) {
      throw new IllegalArgumentException(
          "let." + name + ": JSONata or the service defines $" + name);
    }
  }

  /**
   * Evaluates the expression.
   *
   * @return null if the event has no such value
   * @throws MappingFailedException if the evaluation fails or exceeds the budget
   */
  Object evaluate(Object input, Frame bindings, Budget budget) {
    Object value = directly(input, bindings);
    return value == DirectExpression.UNKNOWN ? interpreted(input, bindings, budget) : value;
  }

  /**
   * The value without JSONata's interpreter, which costs a hundred times as much.
   *
   * @return {@link DirectExpression#UNKNOWN} if only JSONata can evaluate the expression
   */
  Object directly(Object input, Frame bindings) {
    if (input instanceof List) {
      return DirectExpression.UNKNOWN;
    }
    Object value = direct.evaluate(input, bindings);
    // As JSONata does with its result. Objects come from the event, which has Java's null.
    return value == Jsonata.NULL_VALUE || value instanceof List ? Utils.convertNulls(value) : value;
  }

  /**
   * The value by JSONata's interpreter.
   *
   * @throws MappingFailedException if the evaluation fails or exceeds the budget
   */
  Object interpreted(Object input, Frame bindings, Budget budget) {
    budget.begin();
    try {
      return compiled.evaluate(input, bindings);
    } catch (StackOverflowError tooDeep) {
      throw failed("the evaluation nests too deep");
    } catch (RuntimeException e) {
      throw new MappingFailedException(
          field, text, e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage(), e);
    }
  }

  MappingFailedException failed(String reason) {
    return new MappingFailedException(field, text, reason);
  }
}
