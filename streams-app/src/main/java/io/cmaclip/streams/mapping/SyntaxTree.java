package io.cmaclip.streams.mapping;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Jsonata.JFunctionCallable;
import com.dashjoin.jsonata.Jsonata.JLambda;
import com.dashjoin.jsonata.Parser.Symbol;
import com.dashjoin.jsonata.Utils;
import com.dashjoin.jsonata.Utils.JList;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Changes the syntax trees of compiled expressions where the library has no hook: regular
 * expressions become {@link BoundedRegex}, and what an expression calls is known, because the
 * library prints to standard output when that is no function. The library keeps its trees to
 * itself, so this class reads them by reflection. Thread-safe after the last {@link #bound}.
 */
final class SyntaxTree {
  private static final String NOT_A_FUNCTION = "T1006";
  private static final List<Field> FIELDS =
      Arrays.stream(Symbol.class.getDeclaredFields())
          .filter(field -> !Modifier.isStatic(field.getModifiers()))
          .filter(field -> !field.getType().isPrimitive() && !field.isSynthetic())
          .peek(field -> field.setAccessible(true))
          .toList();
  private static final Field VALUE = field(Symbol.class, "value");
  private static final Field PROCEDURE = field(Symbol.class, "procedure");
  private static final Field KEEPS_ARRAY = field(Symbol.class, "keepArray");
  private static final Field ROOT = field(Jsonata.class, "ast");

  private final Supplier<Budget> budgets;
  private final Set<Symbol> called = Collections.newSetFromMap(new IdentityHashMap<>());

  /**
   * @param budgets the budget of the current thread's event
   */
  SyntaxTree(Supplier<Budget> budgets) {
    this.budgets = budgets;
    // The library makes f ~> g from an expression of its own, which calls both.
    new Walk().visit(chain());
  }

  /** Changes the tree of an expression. */
  void bound(Jsonata expression) {
    new Walk().visit(get(ROOT, expression));
  }

  /**
   * After the evaluation of a part of an expression: fails if the part is called and its value is
   * no function.
   */
  void check(Symbol part, Object value) {
    if (value == null || !called.contains(part)) {
      return;
    }
    Object procedure = value;
    // The library takes the element of a sequence with one, and null for an empty one.
    if (Utils.isSequence(value) && !((JList<?>) value).tupleStream) {
      JList<?> sequence = (JList<?>) value;
      boolean kept = sequence.keepSingleton || (Boolean) get(KEEPS_ARRAY, part);
      procedure =
          switch (sequence.size()) {
            case 0 -> null;
            case 1 -> kept ? sequence : sequence.get(0);
            default -> sequence;
          };
    }
    if (procedure != null && !isFunction(procedure)) {
      throw new JException(NOT_A_FUNCTION, -1);
    }
  }

  private static boolean isFunction(Object value) {
    return value instanceof JFunctionCallable
        || value instanceof JLambda
        || Functions.isLambda(value);
  }

  private static Field field(Class<?> type, String name) {
    try {
      Field field = type.getDeclaredField(name);
      field.setAccessible(true);
      return field;
    } catch (NoSuchFieldException e) {
      throw unknownLibrary(e);
    }
  }

  private static Object chain() {
    try {
      Method chain = Jsonata.class.getDeclaredMethod("chainAST");
      chain.setAccessible(true);
      return chain.invoke(null);
    } catch (ReflectiveOperationException e) {
      throw unknownLibrary(e);
    }
  }

  private static Object get(Field field, Object of) {
    try {
      return field.get(of);
    } catch (IllegalAccessException e) {
      throw unknownLibrary(e);
    }
  }

  private static IllegalStateException unknownLibrary(ReflectiveOperationException e) {
    return new IllegalStateException("another version of JSONata: " + e.getMessage(), e);
  }

  /** One walk through a tree, whose parts may refer to each other. */
  private final class Walk {
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    void visit(Object node) {
      if (node instanceof Symbol symbol) {
        if (seen.add(symbol)) {
          visit(symbol);
        }
      } else if (node instanceof List<?> nodes) {
        nodes.forEach(this::visit);
      } else if (node instanceof Object[] nodes) {
        Arrays.asList(nodes).forEach(this::visit);
      }
    }

    private void visit(Symbol symbol) {
      if (get(VALUE, symbol) instanceof Pattern pattern) {
        replace(symbol, new BoundedRegex(pattern, budgets));
      }
      if (get(PROCEDURE, symbol) instanceof Symbol procedure) {
        called.add(procedure);
      }
      FIELDS.forEach(field -> visit(get(field, symbol)));
    }

    private void replace(Symbol symbol, Object value) {
      try {
        VALUE.set(symbol, value);
      } catch (IllegalAccessException e) {
        throw unknownLibrary(e);
      }
    }
  }
}
