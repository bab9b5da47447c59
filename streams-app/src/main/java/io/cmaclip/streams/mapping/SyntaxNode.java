package io.cmaclip.streams.mapping;

import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Parser.Symbol;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A node of JSONata's syntax tree, read by reflection: the library keeps its trees to itself. For
 * compilation only.
 */
record SyntaxNode(Symbol symbol) {
  private static final Map<String, Field> FIELDS =
      Arrays.stream(Symbol.class.getDeclaredFields())
          .filter(field -> !Modifier.isStatic(field.getModifiers()) && !field.isSynthetic())
          .peek(field -> field.setAccessible(true))
          .collect(Collectors.toUnmodifiableMap(Field::getName, Function.identity()));

  /** Fields of the parser, which mean nothing to the evaluation. */
  private static final Set<String> COMMON =
      Set.of("id", "type", "value", "bp", "lbp", "position", "level");

  /** The root of a compiled expression. */
  static SyntaxNode root(Jsonata expression) {
    try {
      Field root = Jsonata.class.getDeclaredField("ast");
      root.setAccessible(true);
      return new SyntaxNode((Symbol) root.get(expression));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("another version of JSONata: " + e.getMessage(), e);
    }
  }

  String type() {
    return String.valueOf(get("type"));
  }

  Object value() {
    return get("value");
  }

  /** The node in a field; null if there is none. */
  SyntaxNode child(String field) {
    return get(field) instanceof Symbol child ? new SyntaxNode(child) : null;
  }

  /** The nodes in a field with a list of them. */
  List<SyntaxNode> children(String field) {
    return get(field) instanceof List<?> children
        ? children.stream().map(child -> new SyntaxNode((Symbol) child)).toList()
        : List.of();
  }

  /** Whether the node has none but these properties, such as a predicate or a flag. */
  boolean hasOnly(Set<String> fields) {
    return FIELDS.keySet().stream()
        .filter(name -> !COMMON.contains(name) && !fields.contains(name))
        .map(this::get)
        .allMatch(value -> value == null || value.equals(false));
  }

  private Object get(String field) {
    try {
      Field found = FIELDS.get(field);
      if (found == null) {
        throw new IllegalStateException("another version of JSONata: no field " + field);
      }
      return found.get(symbol);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("another version of JSONata: " + e.getMessage(), e);
    }
  }
}
