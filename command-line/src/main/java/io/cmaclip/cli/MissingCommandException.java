package io.cmaclip.cli;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** A group of commands was named without one of its commands. */
final class MissingCommandException extends ParameterException {
  MissingCommandException(CommandLine group) {
    super(group, "missing command");
  }
}
