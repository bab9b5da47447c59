package io.cmaclip.streams.mapping;

/**
 * The mapping does not fit an event. The message names field, expression and reason; it may quote
 * short values of the event, so it belongs into a dead letter and not into a log.
 */
public final class MappingFailedException extends RuntimeException {
  private static final int MAX_EXPRESSION_CHARS = 200;
  private static final int MAX_REASON_CHARS = 300;

  private final String field;
  private final String expression;

  public MappingFailedException(String field, String expression, String reason) {
    this(field, expression, reason, null);
  }

  MappingFailedException(String field, String expression, String reason, Throwable cause) {
    super(
        field
            + ": "
            + cut(reason, MAX_REASON_CHARS)
            + " (expression: "
            + cut(expression, MAX_EXPRESSION_CHARS)
            + ")",
        cause);
    this.field = field;
    this.expression = cut(expression, MAX_EXPRESSION_CHARS);
  }

  /** The field of the mapping, for example {@code title}. */
  public String field() {
    return field;
  }

  /** Field and expression without values of the event, for logs. */
  public String place() {
    return field + " (expression: " + expression + ")";
  }

  private static String cut(String text, int limit) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() <= limit ? line : line.substring(0, limit - 3) + "...";
  }
}
