package io.cmaclip.streams.config;

import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.errors.UserException;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Settings from one source.
 *
 * @param origin name of the source in messages, for example {@code --set}
 * @param values text by key
 */
public record ConfigSource(String origin, Map<String, String> values) {
  private static final int MAX_FILE_BYTES = 1 << 20;

  public ConfigSource {
    values = Map.copyOf(values);
  }

  /**
   * Reads a .properties file in UTF-8.
   *
   * @throws UserException if the file cannot be read
   */
  public static ConfigSource file(Path file) {
    String named = "--config " + file;
    Properties properties = new Properties();
    try (Reader reader = new StringReader(TextFile.read(named, file, MAX_FILE_BYTES))) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new UsageException(named + ": cannot be read (" + e.getMessage() + ")");
    }
    Map<String, String> values = new TreeMap<>();
    properties.stringPropertyNames().forEach(k -> values.put(k, properties.getProperty(k)));
    return new ConfigSource(file.toString(), values);
  }

  /** Settings of {@code CMACLIP_...} variables; see {@link ConfigKey#environmentVariable}. */
  public static ConfigSource environment(Map<String, String> variables) {
    return new ConfigSource("the environment", Environment.settings(variables));
  }

  /**
   * Parses {@code KEY=VALUE} assignments; later ones override earlier ones.
   *
   * @throws UserException if an assignment has no key or no equals sign
   */
  public static ConfigSource assignments(List<String> assignments) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < assignments.size(); i++) {
      String assignment = assignments.get(i);
      int equals = assignment.indexOf('=');
      if (equals < 1) {
        // The text is not shown: it may contain a password.
        throw new UsageException("--set, number " + (i + 1) + ": must be KEY=VALUE");
      }
      values.put(assignment.substring(0, equals).strip(), assignment.substring(equals + 1).strip());
    }
    return new ConfigSource("--set", values);
  }

  /** Settings that dedicated flags make, for example {@code --bundle}. */
  public static ConfigSource flags(Map<String, String> values) {
    return new ConfigSource("the command line", values);
  }
}
