package io.cmaclip.streams.config;

import java.util.ArrayList;
import java.util.List;

/**
 * A heading of the reference page with its keys, in the order of their declaration. Filled while
 * the class that declares the keys is initialised; read-only afterwards.
 */
final class Section {
  private final String title;
  private final List<ConfigKey<?>> keys = new ArrayList<>();

  Section(String title) {
    this.title = title;
  }

  /** Adds a key with a default. */
  <T> ConfigKey<T> key(
      String name, ValueType<T> type, T defaultValue, String meaning, String whenToChange) {
    return add(new ConfigKey<>(name, title, meaning, type, defaultValue, null, whenToChange));
  }

  /**
   * Adds a key without a default.
   *
   * @param whenUnset behaviour without a value, as the page shows it
   */
  <T> ConfigKey<T> optional(
      String name, ValueType<T> type, String whenUnset, String meaning, String whenToChange) {
    return add(new ConfigKey<>(name, title, meaning, type, null, whenUnset, whenToChange));
  }

  private <T> ConfigKey<T> add(ConfigKey<T> key) {
    keys.add(key);
    return key;
  }

  List<ConfigKey<?>> keys() {
    return List.copyOf(keys);
  }
}
