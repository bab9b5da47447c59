package io.cmaclip.streams.config;

/**
 * Format and allowed values of a setting.
 *
 * @param <T> type of the parsed value
 */
interface ValueType<T> {
  /**
   * Parses a value.
   *
   * @throws IllegalArgumentException if the text has another format or the value is not allowed
   */
  T parse(String text);

  /** Formats a value; {@code parse(format(v))} equals {@code v}. */
  String format(T value);

  /** Allowed values, to follow "must be", for example {@code between 1 and 4096}. */
  String range();

  /** Unit, for example {@code listings per inference call}; empty if the value contains it. */
  default String unit() {
    return "";
  }

  /** Whether the value must not appear in messages. */
  default boolean isSecret() {
    return false;
  }
}
