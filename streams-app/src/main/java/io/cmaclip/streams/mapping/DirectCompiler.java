package io.cmaclip.streams.mapping;

import com.dashjoin.jsonata.Jsonata;
import io.cmaclip.streams.mapping.DirectExpression.Call;
import io.cmaclip.streams.mapping.DirectExpression.Concatenation;
import io.cmaclip.streams.mapping.DirectExpression.Condition;
import io.cmaclip.streams.mapping.DirectExpression.Elements;
import io.cmaclip.streams.mapping.DirectExpression.Equality;
import io.cmaclip.streams.mapping.DirectExpression.Literal;
import io.cmaclip.streams.mapping.DirectExpression.Logic;
import io.cmaclip.streams.mapping.DirectExpression.Membership;
import io.cmaclip.streams.mapping.DirectExpression.Other;
import io.cmaclip.streams.mapping.DirectExpression.Path;
import io.cmaclip.streams.mapping.DirectExpression.Variable;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes a {@link DirectExpression} of a compiled JSONata expression, with {@link Other} for every
 * part that it does not know.
 */
final class DirectCompiler {
  private static final int MAX_NODES = 500;
  private static final int MAX_DEPTH = 40;
  private static final DirectExpression OTHER = new Other();
  private static final Variable INPUT = new Variable("");
  private static final Map<String, DirectExpression.Function> FUNCTIONS =
      Map.of(
          "exists", DirectExpression.Function.EXISTS,
          "type", DirectExpression.Function.TYPE,
          "boolean", DirectExpression.Function.BOOLEAN,
          "not", DirectExpression.Function.NOT,
          "string", DirectExpression.Function.STRING,
          "keys", DirectExpression.Function.KEYS,
          "count", DirectExpression.Function.COUNT);

  private int nodes;
  private int depth;

  private DirectCompiler() {}

  /** Compiles an expression; {@link Other} if JSONata must evaluate it always. */
  static DirectExpression compile(Jsonata expression) {
    return new DirectCompiler().part(SyntaxNode.root(expression));
  }

  /** Whether JSONata or the service defines a function with this name. */
  static boolean isFunction(String variable) {
    return variable.equals("parse") || Jsonata.jsonata("$" + variable).evaluate(null) != null;
  }

  private DirectExpression part(SyntaxNode node) {
    nodes++;
    if (nodes > MAX_NODES || depth >= MAX_DEPTH) {
      return OTHER;
    }
    depth++;
    DirectExpression part =
        switch (node.type()) {
          case "string", "number", "value" -> literal(node);
          case "variable" -> variable(node);
          case "path" -> path(node);
          case "binary" -> binary(node);
          case "condition" -> condition(node);
          case "block" -> block(node);
          case "unary" -> elements(node);
          case "function" -> call(node);
          default -> OTHER;
        };
    depth--;
    return part;
  }

  private static DirectExpression literal(SyntaxNode node) {
    Object value = node.value() == null ? Jsonata.NULL_VALUE : node.value();
    return node.hasOnly(Set.of()) ? new Literal(value) : OTHER;
  }

  private static DirectExpression variable(SyntaxNode node) {
    if (!node.hasOnly(Set.of()) || !(node.value() instanceof String name)) {
      return OTHER;
    }
    return name.isEmpty() ? INPUT : isName(name) && !isFunction(name) ? new Variable(name) : OTHER;
  }

  /** Not {@code $$}, nor what the service binds for the library. */
  private static boolean isName(String name) {
    return name.charAt(0) != '$' && !name.startsWith("__");
  }

  private static DirectExpression path(SyntaxNode node) {
    List<SyntaxNode> steps = node.children("steps");
    if (!node.hasOnly(Set.of("steps"))) {
      return OTHER;
    }
    DirectExpression start = INPUT;
    if (steps.get(0).type().equals("variable")) {
      start = variable(steps.get(0));
      steps = steps.subList(1, steps.size());
    }
    boolean isPlain =
        steps.stream()
            .allMatch(
                step ->
                    step.type().equals("name")
                        && step.value() instanceof String
                        && step.hasOnly(Set.of()));
    return isPlain && start instanceof Variable from
        ? new Path(from, steps.stream().map(step -> (String) step.value()).toList())
        : OTHER;
  }

  private DirectExpression binary(SyntaxNode node) {
    if (!node.hasOnly(Set.of("lhs", "rhs"))) {
      return OTHER;
    }
    DirectExpression left = part(node.child("lhs"));
    DirectExpression right = part(node.child("rhs"));
    return switch (String.valueOf(node.value())) {
      case "=" -> new Equality(left, right, false);
      case "!=" -> new Equality(left, right, true);
      case "in" -> new Membership(left, right);
      case "and" -> new Logic(left, right, false);
      case "or" -> new Logic(left, right, true);
      case "&" -> new Concatenation(left, right);
      default -> OTHER;
    };
  }

  private DirectExpression condition(SyntaxNode node) {
    if (!node.hasOnly(Set.of("condition", "then", "_else"))) {
      return OTHER;
    }
    SyntaxNode otherwise = node.child("_else");
    return new Condition(
        part(node.child("condition")),
        part(node.child("then")),
        otherwise == null ? null : part(otherwise));
  }

  /** Parentheses around one expression. */
  private DirectExpression block(SyntaxNode node) {
    List<SyntaxNode> expressions = node.children("expressions");
    if (!node.hasOnly(Set.of("expressions")) || expressions.size() != 1) {
      return OTHER;
    }
    DirectExpression inner = part(expressions.get(0));
    // An array in parentheses is flattened into an array around it, one without is not.
    return inner instanceof Elements ? new Condition(new Literal(true), inner, null) : inner;
  }

  private DirectExpression elements(SyntaxNode node) {
    return node.hasOnly(Set.of("expressions")) && String.valueOf(node.value()).equals("[")
        ? new Elements(node.children("expressions").stream().map(this::part).toList())
        : OTHER;
  }

  private DirectExpression call(SyntaxNode node) {
    List<SyntaxNode> arguments = node.children("arguments");
    SyntaxNode procedure = node.child("procedure");
    if (!node.hasOnly(Set.of("arguments", "procedure"))
        || arguments.size() != 1
        || procedure == null
        || !procedure.type().equals("variable")
        || !procedure.hasOnly(Set.of())) {
      return OTHER;
    }
    DirectExpression.Function function = FUNCTIONS.get(String.valueOf(procedure.value()));
    return function == null ? OTHER : new Call(function, part(arguments.get(0)));
  }
}
