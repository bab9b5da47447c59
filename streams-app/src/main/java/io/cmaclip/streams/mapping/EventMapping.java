package io.cmaclip.streams.mapping;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.Jsonata.Frame;
import io.cmaclip.events.ListingImage;
import io.cmaclip.events.ProductListing;
import io.cmaclip.model.errors.UserException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A compiled mapping of events to listings. Each event has limits of CPU time, memory and depth.
 * Thread-safe.
 *
 * <p>Expressions see the event's value as {@code $}, and the variables {@code $key}, {@code
 * $headers}, {@code $topic}, {@code $time} and those of {@code let}.
 */
public final class EventMapping {
  private static final int WARM_UPS = 20;
  private static final long LONGEST_WARM_UP_NANOS = 500_000_000;

  private final KeyFormat keyFormat;
  private final Map<String, Expression> variables = new LinkedHashMap<>();
  private final Map<String, Expression> fields = new LinkedHashMap<>();
  private final Map<String, Expression> attributes = new LinkedHashMap<>();

  @SuppressWarnings("ThreadLocalUsage") // set for the time of an event only, one per mapping
  private final ThreadLocal<Budget> budgets = new ThreadLocal<>();

  private final BoundedFunctions functions = new BoundedFunctions(budgets::get);

  /** Formatting the time costs more than the mapping of most events. */
  private final boolean usesTime;

  private EventMapping(MappingText text) {
    keyFormat = text.key();
    usesTime = text.expressions().anyMatch(expression -> expression.contains("time"));
    text.variables()
        .forEach(
            (name, e) -> {
              Expression.requireVariable(name);
              variables.put(name, Expression.compile("let." + name, e, functions));
            });
    text.fields().forEach((name, e) -> fields.put(name, Expression.compile(name, e, functions)));
    text.attributes()
        .forEach(
            (name, e) ->
                attributes.put(
                    name,
                    Expression.compile(
                        name.equals(MappingText.ALL)
                            ? MappingText.ATTRIBUTES
                            : MappingText.ATTRIBUTES + "." + name,
                        e,
                        functions)));
    if (!fields.containsKey(MappingText.TITLE) && !fields.containsKey(MappingText.IMAGES)) {
      throw new IllegalArgumentException("title or images is missing");
    }
    warmUp();
  }

  /** Loads the classes of the expressions: the limits of the first event do not cover that. */
  private void warmUp() {
    SourceEvent empty = new SourceEvent(Map.of(), null, Map.of(), "", Instant.EPOCH);
    long end = System.nanoTime() + LONGEST_WARM_UP_NANOS;
    for (int i = 0; i < WARM_UPS && System.nanoTime() - end < 0; i++) {
      try {
        map(empty);
      } catch (MappingFailedException expected) {
        // An empty event has no id.
      }
    }
  }

  /** Names of the ready mappings. */
  public static List<String> ready() {
    return MappingText.READY;
  }

  /** The text of the file of a ready mapping. */
  public static String readyText(String name) {
    return MappingText.resource(name);
  }

  /**
   * Reads and compiles a mapping.
   *
   * @param nameOrFile name of a ready mapping, or path of a mapping file
   * @throws UserException naming the field and the position of an error
   */
  public static EventMapping load(String nameOrFile) {
    MappingText text = MappingText.load(nameOrFile);
    try {
      return new EventMapping(text);
    } catch (IllegalArgumentException e) {
      throw new UserException(nameOrFile + ": " + e.getMessage(), e);
    }
  }

  /**
   * Compiles the text of a mapping file.
   *
   * @throws IllegalArgumentException naming the field and the position of an error
   */
  public static EventMapping parse(String yaml) {
    return new EventMapping(MappingText.parse(yaml));
  }

  /** How record keys are decoded. */
  public KeyFormat keyFormat() {
    return keyFormat;
  }

  /**
   * Maps an event.
   *
   * @throws MappingFailedException if an expression fails, or the event has no id or no content
   */
  public ListingEvent map(SourceEvent event) {
    Budget budget = new Budget();
    budgets.set(budget);
    try {
      return new Evaluation(event, budget).run();
    } finally {
      budgets.remove();
    }
  }

  /** The evaluation of one event. */
  private final class Evaluation {
    private final SourceEvent event;
    private final Budget budget;
    private final Frame frame = new Frame(null);

    Evaluation(SourceEvent event, Budget budget) {
      this.event = event;
      this.budget = budget;
      frame.setEvaluateEntryCallback((expression, input, environment) -> budget.enter());
      frame.setEvaluateExitCallback(
          (expression, input, environment, result) -> {
            budget.leave();
            functions.checkCalled(expression, result);
          });
      frame.bind("key", event.key());
      frame.bind("headers", (Object) event.headers());
      frame.bind("topic", (Object) event.topic());
      if (usesTime) {
        frame.bind("time", (Object) event.time().toString());
      }
    }

    ListingEvent run() {
      variables.forEach((name, expression) -> frame.bind(name, evaluate(expression)));
      if (isTrue(MappingText.IGNORE)) {
        return new ListingEvent.Ignored();
      }
      String id = id();
      if (isTrue(MappingText.DELETE)) {
        return new ListingEvent.Deleted(id);
      }
      String title = text(MappingText.TITLE, true);
      List<ListingImage> images = images();
      if (title == null && images.isEmpty()) {
        throw contentMissing();
      }
      return new ListingEvent.Changed(
          new ProductListing(
              id,
              title == null ? "" : title,
              text(MappingText.DESCRIPTION, false),
              images,
              text(MappingText.CATEGORY, false),
              declared(),
              updatedAt()));
    }

    private Object evaluate(Expression expression) {
      return expression.evaluate(event.value(), frame, budget);
    }

    private boolean isTrue(String field) {
      Expression expression = fields.get(field);
      Object value = expression == null ? null : evaluate(expression);
      // A text "false" is true in JSONata, and never meant so.
      boolean says = value instanceof String text && text.strip().equalsIgnoreCase("false");
      return !says && Boolean.TRUE.equals(Functions.toBoolean(value));
    }

    private String id() {
      Expression expression = fields.get(MappingText.ID);
      String id =
          expression == null ? keyText(event.key()) : Texts.of(evaluate(expression), expression);
      if (id == null || id.isBlank()) {
        throw expression == null
            ? new MappingFailedException(
                MappingText.ID, "$key", "the record has no key with a text")
            : expression.failed("the event has no such value");
      }
      return id;
    }

    private static String keyText(Object key) {
      return key == null || key instanceof Map || key instanceof List || key instanceof byte[]
          ? null
          : key.toString();
    }

    /**
     * @param needed whether an answer without this text would be wrong
     */
    private String text(String field, boolean needed) {
      Expression expression = fields.get(field);
      if (expression == null) {
        return null;
      }
      String text = Texts.of(evaluate(expression), expression);
      if (!Texts.isUnavailable(text)) {
        return text;
      }
      if (needed) {
        throw expression.failed(
            "the event leaves out the unchanged value; set REPLICA IDENTITY FULL on the table");
      }
      return null;
    }

    private List<ListingImage> images() {
      Expression expression = fields.get(MappingText.IMAGES);
      return expression == null ? List.of() : ListingImages.of(evaluate(expression), expression);
    }

    private MappingFailedException contentMissing() {
      Expression expression =
          fields.getOrDefault(MappingText.TITLE, fields.get(MappingText.IMAGES));
      return expression.failed("the event has neither title nor images");
    }

    private Map<String, String> declared() {
      Map<String, String> declared = new LinkedHashMap<>();
      attributes.forEach(
          (task, expression) -> {
            Object value = evaluate(expression);
            if (!task.equals(MappingText.ALL)) {
              declare(task, value, expression, declared);
            } else if (value instanceof Map<?, ?> all) {
              all.forEach(
                  (name, label) -> declare(String.valueOf(name), label, expression, declared));
            } else if (value != null) {
              throw expression.failed("must be an object, and is " + Texts.nameOf(value));
            }
          });
      return declared;
    }

    private void declare(String task, Object value, Expression from, Map<String, String> into) {
      // Several labels declare none: which one is meant cannot be known.
      boolean several = value instanceof List<?> list && list.size() != 1;
      String label = several ? null : Texts.of(value, from);
      if (label != null && !label.isBlank() && !Texts.isUnavailable(label)) {
        into.put(Texts.wellFormed(task), label);
      }
    }

    private Instant updatedAt() {
      Expression expression = fields.get(MappingText.UPDATED_AT);
      Instant time = expression == null ? null : Times.of(evaluate(expression), expression);
      return time == null ? event.time() : time;
    }
  }
}
