package io.cmaclip.streams.cli;

import io.cmaclip.cli.MissingCommandException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code cmaclip mapping}. */
@Command(
    name = "mapping",
    description = "Checks and suggests mappings of own events to listings.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {MappingCheckCommand.class, MappingSuggestCommand.class})
final class MappingCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new MissingCommandException(spec.commandLine());
  }
}
