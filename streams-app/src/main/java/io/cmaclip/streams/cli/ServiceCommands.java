package io.cmaclip.streams.cli;

import io.cmaclip.cli.CommandProvider;
import java.util.List;

/** Provides the service's commands. */
public final class ServiceCommands implements CommandProvider {
  @Override
  public String heading() {
    return "Serving";
  }

  @Override
  public List<Object> commands() {
    return List.of(
        new ServeCommand(),
        new ProduceCommand(),
        new RedriveCommand(),
        new ReclassifyCommand(),
        new RecalibrateCommand(),
        new CollectCommand(),
        new ClassifyCommand(),
        new MappingCommand());
  }
}
