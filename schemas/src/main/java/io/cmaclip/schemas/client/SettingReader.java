package io.cmaclip.schemas.client;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;

/**
 * Typed access to a Kafka-style configuration map, whose values are strings or already typed. Error
 * messages contain the key, the value and the allowed values.
 */
public record SettingReader(Map<String, ?> settings) {
  /** Trimmed text of a setting; null if absent or blank. */
  public String text(String key) {
    Object value = settings.get(key);
    if (value == null) {
      return null;
    }
    String text =
        value instanceof org.apache.kafka.common.config.types.Password secret
            ? secret.value()
            : value instanceof Class<?> type ? type.getName() : value.toString();
    return text.isBlank() ? null : text.trim();
  }

  public String text(String key, String fallback) {
    String text = text(key);
    return text == null ? fallback : text;
  }

  /** Comma-separated text, or a list. */
  public List<String> list(String key) {
    if (settings.get(key) instanceof List<?> list) {
      return list.stream().map(item -> item.toString().trim()).filter(s -> !s.isEmpty()).toList();
    }
    String text = text(key);
    return text == null
        ? List.of()
        : java.util.Arrays.stream(text.split(","))
            .map(String::trim)
            .filter(s -> !s.isEmpty())
            .toList();
  }

  public boolean flag(String key, boolean fallback) {
    String text = text(key);
    if (text == null) {
      return fallback;
    }
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new ConfigException(key + " = " + text + ": must be true or false");
    };
  }

  public long number(String key, long fallback, long least, long most) {
    String text = text(key);
    if (text == null) {
      return fallback;
    }
    try {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // Rejected below, like a number out of range.
    }
    throw new ConfigException(
        key + " = " + text + ": must be a whole number from " + least + " to " + most);
  }

  public Duration millis(String key, Duration fallback, Duration least, Duration most) {
    return Duration.ofMillis(number(key, fallback.toMillis(), least.toMillis(), most.toMillis()));
  }
}
