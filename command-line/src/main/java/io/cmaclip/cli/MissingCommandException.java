package io.cmaclip.cli;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The command line names a command group without a command. */
public final class MissingCommandException extends ParameterException {
  public MissingCommandException(CommandLine group) {
    super(group, "missing command");
  }
}
