package io.cmaclip.console.cli;

import io.cmaclip.cli.CommandProvider;
import java.util.List;

/** Contributes the command console. */
public final class ConsoleCommands implements CommandProvider {
  @Override
  public String heading() {
    return "Reviewing";
  }

  @Override
  public List<Object> commands() {
    return List.of(new ConsoleCommand());
  }
}
