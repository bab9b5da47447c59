package io.cmaclip.streams.config;

import java.util.Locale;

/**
 * One setting, with all that a person needs to know of it.
 *
 * @param name as written in files and on the command line
 * @param section heading in the reference page
 * @param meaning what it does, one sentence
 * @param type how it is written and what is legal
 * @param defaultValue null when there is none
 * @param whenUnset what holds without a value; used only where there is no default
 * @param whenToChange the symptom that asks for another value, and in which direction
 * @param <T> what its value becomes
 */
public record ConfigKey<T>(
    String name,
    String section,
    String meaning,
    ValueType<T> type,
    T defaultValue,
    String whenUnset,
    String whenToChange) {

  /** The environment variable that sets it: {@code CMACLIP_BATCH_MAX_SIZE} for batch.max-size. */
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

  /** The default as a person writes it, or what holds without a value. */
  String defaultText() {
    return defaultValue == null ? whenUnset : type.format(defaultValue);
  }

  /** {@code between 1 and 4096 (listings per forward)}. */
  String rangeText() {
    return type.unit().isEmpty() ? type.range() : type.range() + " (" + type.unit() + ")";
  }
}
