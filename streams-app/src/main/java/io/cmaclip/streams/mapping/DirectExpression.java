package io.cmaclip.streams.mapping;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Jsonata.Frame;
import com.dashjoin.jsonata.Utils;
import com.dashjoin.jsonata.Utils.JList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A part of an expression that is evaluated without JSONata's interpreter: look-ups, literals,
 * comparisons, conditions and the like, of which most mappings consist. A part either gives the
 * value that JSONata gives, or {@link #UNKNOWN}; it never fails. Immutable.
 *
 * <p>As in the library, Java's null is an undefined value, and {@link Jsonata#NULL_VALUE} is null.
 * The work is bounded by the length of the expression.
 */
sealed interface DirectExpression {
  /** Only JSONata knows the value, or the error. */
  Object UNKNOWN = new Object();

  /** Longer texts and lists need JSONata's evaluation, which has a budget. */
  int MAX_CHARS = 10_000;

  int MAX_ELEMENTS = 1_000;

  /**
   * The value of this part.
   *
   * @param input value of the event, not a list
   */
  Object evaluate(Object input, Frame bindings);

  private static boolean isScalar(Object value) {
    return value instanceof String
        || value instanceof Number
        || value instanceof Boolean
        || value == Jsonata.NULL_VALUE;
  }

  /** The text of a scalar; {@link #UNKNOWN} for other values. */
  private static Object text(Object value) {
    boolean isFinite = !(value instanceof Number number) || Double.isFinite(number.doubleValue());
    return isScalar(value) && isFinite ? Functions.string(value, null) : UNKNOWN;
  }

  /** A part that needs JSONata. */
  record Other() implements DirectExpression {
    @Override
    public Object evaluate(Object input, Frame bindings) {
      return UNKNOWN;
    }
  }

  /** A constant. */
  record Literal(Object value) implements DirectExpression {
    @Override
    public Object evaluate(Object input, Frame bindings) {
      return value;
    }
  }

  /** A variable that is not a function; with an empty name the event's value. */
  record Variable(String name) implements DirectExpression {
    @Override
    public Object evaluate(Object input, Frame bindings) {
      return name.isEmpty() ? input : bindings.lookup(name);
    }
  }

  /** Members of objects. Paths through lists need JSONata. */
  record Path(Variable start, List<String> names) implements DirectExpression {
    @Override
    public Object evaluate(Object input, Frame bindings) {
      Object value = start.evaluate(input, bindings);
      for (String name : names) {
        if (value instanceof List) {
          return UNKNOWN;
        }
        if (!(value instanceof Map<?, ?> object)) {
          return null;
        }
        value = object.get(name);
        if (value == null) {
          value = object.containsKey(name) ? Jsonata.NULL_VALUE : null;
        }
      }
      return value instanceof JList ? UNKNOWN : value;
    }
  }

  /** {@code =} or {@code !=} of scalars. */
  record Equality(DirectExpression left, DirectExpression right, boolean isNegated)
      implements DirectExpression {
    @Override
    public Object evaluate(Object input, Frame bindings) {
      Object one = left.evaluate(input, bindings);
      Object other = right.evaluate(input, bindings);
      Object same = one == UNKNOWN || other == UNKNOWN ? UNKNOWN : equal(one, other);
      // Both comparisons with an undefined value are false.
      return isNegated && same instanceof Boolean is && one != null && other != null ? !is : same;
    }

    /** {@link #UNKNOWN} for other values than scalars. */
    static Object equal(Object one, Object other) {
      if (one == null || other == null) {
        return false;
      }
      if (!isScalar(one) || !isScalar(other)) {
        return UNKNOWN;
      }
      return comparable(one).equals(comparable(other));
    }

    private static Object comparable(Object value) {
      return value instanceof Number number ? (Object) number.doubleValue() : value;
    }
  }

  /** {@code in}: whether a scalar is an element of a list. */
  record Membership(DirectExpression element, DirectExpression list) implements DirectExpression {
    @Override
    public Object evaluate(Object input, Frame bindings) {
      Object one = element.evaluate(input, bindings);
      Object several = list.evaluate(input, bindings);
      if (one == UNKNOWN || several == UNKNOWN) {
        return UNKNOWN;
      }
      if (one == null || several == null) {
        return false;
      }
      for (Object other : several instanceof List<?> elements ? elements : List.of(several)) {
        Object same = Equality.equal(one, other);
        if (!Boolean.FALSE.equals(same)) {
          return same;
        }
      }
      return false;
    }
  }

  /** {@code and}, {@code or}. */
  record Logic(DirectExpression left, DirectExpression right, boolean isOr)
      implements DirectExpression {
    @Override
    public Object evaluate(Object input, Frame bindings) {
      Object one = left.evaluate(input, bindings);
      if (one == UNKNOWN) {
        return UNKNOWN;
      }
      if (Jsonata.boolize(one) == isOr) {
        return isOr;
      }
      Object other = right.evaluate(input, bindings);
      return other == UNKNOWN ? UNKNOWN : (Object) Jsonata.boolize(other);
    }
  }

  /** {@code &}: the texts of two scalars, one after the other. */
  record Concatenation(DirectExpression left, DirectExpression right) implements DirectExpression {
    @Override
    public Object evaluate(Object input, Frame bindings) {
      Object one = left.evaluate(input, bindings);
      Object other = right.evaluate(input, bindings);
      Object head = one == null ? "" : text(one);
      Object tail = other == null ? "" : text(other);
      return head instanceof String start
              && tail instanceof String end
              && start.length() + end.length() <= MAX_CHARS
          ? start + end
          : UNKNOWN;
    }
  }

  /**
   * {@code condition ? one : other}.
   *
   * @param otherwise null without one
   */
  record Condition(DirectExpression condition, DirectExpression then, DirectExpression otherwise)
      implements DirectExpression {
    @Override
    public Object evaluate(Object input, Frame bindings) {
      Object says = condition.evaluate(input, bindings);
      if (says == UNKNOWN) {
        return UNKNOWN;
      }
      if (Jsonata.boolize(says)) {
        return then.evaluate(input, bindings);
      }
      return otherwise == null ? null : otherwise.evaluate(input, bindings);
    }
  }

  /** {@code [a, b]}, without undefined values; lists among them are flattened. */
  record Elements(List<DirectExpression> items) implements DirectExpression {
    @Override
    public Object evaluate(Object input, Frame bindings) {
      List<Object> result = new ArrayList<>(items.size());
      for (DirectExpression item : items) {
        Object value = item.evaluate(input, bindings);
        if (value == UNKNOWN) {
          return UNKNOWN;
        }
        if (value instanceof List<?> several && !(item instanceof Elements)) {
          if (several.size() > MAX_ELEMENTS - result.size()) {
            return UNKNOWN;
          }
          result.addAll(several);
        } else if (value != null) {
          result.add(value);
        }
      }
      return result;
    }
  }

  /** A call of a function with one argument. */
  record Call(Function function, DirectExpression argument) implements DirectExpression {
    @Override
    public Object evaluate(Object input, Frame bindings) {
      Object value = argument.evaluate(input, bindings);
      return value == UNKNOWN ? UNKNOWN : function.apply(value);
    }
  }

  /** Functions of one argument. */
  enum Function {
    EXISTS {
      @Override
      Object apply(Object value) {
        return value != null;
      }
    },
    TYPE {
      @Override
      Object apply(Object value) {
        return Functions.type(value);
      }
    },
    BOOLEAN {
      @Override
      Object apply(Object value) {
        return Functions.toBoolean(value);
      }
    },
    NOT {
      @Override
      Object apply(Object value) {
        return Functions.not(value);
      }
    },
    STRING {
      @Override
      Object apply(Object value) {
        return value == null ? null : text(value);
      }
    },
    KEYS {
      @Override
      Object apply(Object value) {
        if (!(value instanceof Map<?, ?> object) || object.size() > MAX_ELEMENTS) {
          return UNKNOWN;
        }
        return switch (object.size()) {
          case 0 -> null;
          case 1 -> object.keySet().iterator().next();
          default -> {
            List<Object> keys = Utils.createSequence();
            keys.addAll(object.keySet());
            yield keys;
          }
        };
      }
    },
    COUNT {
      @Override
      Object apply(Object value) {
        if (value == Jsonata.NULL_VALUE) {
          return UNKNOWN;
        }
        return value instanceof List<?> list ? (Object) list.size() : value == null ? 0 : 1;
      }
    };

    abstract Object apply(Object value);
  }
}
