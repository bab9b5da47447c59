package io.cmaclip.streams.cli;

import io.cmaclip.streams.config.ConfigSource;
import io.cmaclip.streams.config.ServiceConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Where settings come from: {@code --config}, the environment, {@code --set}. */
public final class ConfigOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings in a .properties file; docs/configuration.md lists them.")
  private Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "One setting, before file and environment. May be repeated.")
  private List<String> assignments = List.of();

  /**
   * All settings.
   *
   * @param flags what flags of their own say, by key; they go before everything
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
