package io.cmaclip.streams.cli;

import io.cmaclip.streams.config.ConfigSource;
import io.cmaclip.streams.config.ServiceConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Options of the configuration: {@code --config} and {@code --set}. */
public final class ConfigOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "File in .properties format; docs/configuration.md lists all settings.")
  private Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "One setting; overrides file and environment. May be repeated.")
  private List<String> assignments = List.of();

  /**
   * Reads all settings, including the environment.
   *
   * @param flags settings of dedicated flags by key; they override all others
   */
  public ServiceConfig read(Map<String, String> flags) {
    List<ConfigSource> sources = new ArrayList<>();
    if (file != null) {
      sources.add(ConfigSource.file(file));
    }
    sources.add(ConfigSource.environment(System.getenv()));
    sources.add(ConfigSource.assignments(assignments));
    sources.add(ConfigSource.flags(flags));
    return ServiceConfig.of(sources);
  }
}
