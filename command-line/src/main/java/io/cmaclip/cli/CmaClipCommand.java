package io.cmaclip.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root command {@code cmaclip} with the options of all commands. */
@Command(
    name = "cmaclip",
    description = "Classifies product listings (title and image) with CMA-CLIP, on Kafka.",
    versionProvider = ProjectVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Every command has --help. Results go to standard output, logs to standard error.",
      "Exit status: 0 success, 1 failure, 2 wrong use."
    })
@SuppressWarnings("UnusedVariable") // picocli handles the help and version options
final class CmaClipCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  private boolean help;

  @Option(
      names = "--stacktrace",
      scope = ScopeType.INHERIT,
      description = "Print the stack trace of a failure.")
  private boolean stacktrace;

  @Option(names = "--version", versionHelp = true, description = "Show the version.")
  private boolean version;

  boolean stacktrace() {
    return stacktrace;
  }

  @Override
  public void run() {
    throw new MissingCommandException(spec.commandLine());
  }
}
