package io.cmaclip.streams.config;

/**
 * How a setting is written, what it may be, and what it becomes.
 *
 * @param <T> what the text becomes
 */
interface ValueType<T> {
  /**
   * Reads a value.
   *
   * @throws IllegalArgumentException when the text is none, or the value is out of range
   */
  T parse(String text);

  /** The value as a person writes it; {@code parse(format(v))} equals {@code v}. */
  String format(T value);

  /** What is legal, to stand behind "must be", for example {@code between 1 and 4096}. */
  String range();

  /** What is counted, for example {@code listings per forward}; empty where the value says it. */
  default String unit() {
    return "";
  }

  /** Whether the value must not stand in messages. */
  default boolean isSecret() {
    return false;
  }
}
