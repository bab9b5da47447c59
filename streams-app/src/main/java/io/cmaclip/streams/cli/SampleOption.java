package io.cmaclip.streams.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option {@code --sample}. */
final class SampleOption {
  @Option(
      names = "--sample",
      required = true,
      paramLabel = "FILE",
      description = "Sample events, one JSON text a line: values, or records with key and value.")
  private Path file;

  Path file() {
    return file;
  }
}
