package io.cmaclip.streams.config;

import java.util.ArrayList;
import java.util.List;

/**
 * A heading of the reference page with its keys, in the order in which they are declared. Filled
 * while the class that declares the keys is initialised, and only read afterwards.
 */
final class Section {
  private final String title;
  private final List<ConfigKey<?>> keys = new ArrayList<>();

  Section(String title) {
    this.title = title;
  }

  /** A key with a default. */
  <T> ConfigKey<T> key(
      String name, ValueType<T> type, T defaultValue, String meaning, String whenToChange) {
    return add(new ConfigKey<>(name, title, meaning, type, defaultValue, null, whenToChange));
  }

  /**
   * A key that may be left out.
   *
   * @param whenUnset what holds then, as the page says it
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
