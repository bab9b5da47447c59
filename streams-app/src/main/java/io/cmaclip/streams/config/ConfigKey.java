package io.cmaclip.streams.config;

import java.util.Locale;

/**
 * One setting with its documentation.
 *
 * @param name name in files and on the command line
 * @param section heading in the reference page
 * @param meaning what the setting does, in one sentence
 * @param type format and allowed values
 * @param defaultValue null if the key has no default
 * @param whenUnset behaviour without a value, for keys without a default
 * @param whenToChange symptom that asks for another value, and the direction of the change
 * @param <T> type of the parsed value
 */
public record ConfigKey<T>(
    String name,
    String section,
    String meaning,
    ValueType<T> type,
    T defaultValue,
    String whenUnset,
    String whenToChange) {

  /** The environment variable of this key: {@code CMACLIP_BATCH_MAX_SIZE} for batch.max-size. */
  public String environmentVariable() {
    return Environment.PREFIX + name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
  }

  /** Whether the name ends in a placeholder, so that one entry stands for many keys. */
  boolean isFamily() {
    return name.endsWith(">");
  }

  /** The name without the placeholder. */
  String prefix() {
    return isFamily() ? name.substring(0, name.indexOf('<')) : name;
  }

  /** The default in the format of the reference page, or the behaviour without a value. */
  String defaultText() {
    return defaultValue == null ? whenUnset : type.format(defaultValue);
  }

  /** Allowed values with their unit: {@code between 1 and 4096 (listings per inference call)}. */
  String rangeText() {
    return type.unit().isEmpty() ? type.range() : type.range() + " (" + type.unit() + ")";
  }
}
