package io.cmaclip.cli;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The command line names a command group without a command. */
final class MissingCommandException extends ParameterException {
  MissingCommandException(CommandLine group) {
    super(group, "missing command");
  }
}
