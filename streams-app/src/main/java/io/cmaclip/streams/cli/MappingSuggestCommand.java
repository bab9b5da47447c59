package io.cmaclip.streams.cli;

import io.cmaclip.streams.samples.MappingSuggestion;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code cmaclip mapping suggest}. */
@Command(
    name = "suggest",
    description = {
      "Suggests a mapping from the field names and values of sample events.",
      "Prints the text of a mapping file; check it with 'mapping check'."
    })
final class MappingSuggestCommand implements Callable<Integer> {
  private static final long MAX_SAMPLES = 10_000;

  @Spec private CommandSpec spec;

  @Mixin private SampleOption sample;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.print(MappingSuggestion.of(sample.file(), MAX_SAMPLES));
    out.flush();
    return CommandLine.ExitCode.OK;
  }
}
