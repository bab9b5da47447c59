package io.cmaclip.streams.config;

import java.util.Locale;

/**
 * One setting, with all that a person needs to know of it.
 *
 * @param name as written in files and on the command line
 * @param section heading in the reference page
 * @param meaning what it does, one sentence
 * @param unit what is counted, for example {@code listings per forward}; empty where the value says
 *     it
 * @param type how it is written and what is legal
 * @param defaultValue null when there is none
 * @param whenUnset what holds without a value; used only where there is no default
 * @param symptom when to turn it, and which way
 * @param <T> what its value becomes
 */
public record ConfigKey<T>(
    String name,
    String section,
    String meaning,
    String unit,
    ValueType<T> type,
    T defaultValue,
    String whenUnset,
    String symptom) {

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
    return unit.isEmpty() ? type.range() : type.range() + " (" + unit + ")";
  }
}
