package io.cmaclip.it.deploy;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs that check the files of {@code deploy/}. {@code deploy-setup.sh} installs them. */
enum DeployTool {
  HELM("helm"),
  PROMTOOL("promtool"),
  BWRAP("bwrap"),
  COMPOSE("docker-compose"),
  HADOLINT("hadolint"),
  PYTHON("python");

  private final String program;

  DeployTool(String program) {
    this.program = program;
  }

  /** Exit status and output of a program; includes standard error on failure. */
  record Result(int status, String text) {}

  void assumeInstalled() {
    assumeTrue(
        find().isPresent(),
        () -> "skipped: no " + program + "; integration-tests/deploy-setup.sh installs it");
  }

  /** Runs the program; skips the test when the program is not installed. */
  Result run(List<String> arguments) {
    return run(arguments, "", Map.of());
  }

  /**
   * Runs the program; skips the test when the program is not installed.
   *
   * @param input its standard input
   * @param environment variables added to those of this process
   */
  Result run(List<String> arguments, String input, Map<String, String> environment) {
    assumeInstalled();
    List<String> command = new ArrayList<>(List.of(find().orElseThrow().toString()));
    command.addAll(arguments);
    try {
      Path in = Files.createTempFile("input", "");
      Path out = Files.createTempFile("output", "");
      Path err = Files.createTempFile("errors", "");
      try {
        Files.writeString(in, input);
        ProcessBuilder builder =
            new ProcessBuilder(command)
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        int status = waitFor(builder.start());
        return new Result(
            status, status == 0 ? read(out) : read(out) + System.lineSeparator() + read(err));
      } finally {
        Files.delete(in);
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Waits for the end of a process; ends it when the test is interrupted by its time limit. */
  private static int waitFor(Process process) throws InterruptedException {
    try {
      return process.waitFor();
    } finally {
      process.destroyForcibly();
    }
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }

  private Optional<Path> find() {
    Path ours = Path.of("target", "deploy");
    Stream<Path> folders = Stream.of(ours, ours.resolve("python").resolve("bin"));
    if (this != PYTHON) { // it needs the packages of requirements.txt
      folders =
          Stream.concat(
              folders, Stream.of(System.getenv("PATH").split(File.pathSeparator)).map(Path::of));
    }
    return folders
        .map(folder -> folder.resolve(program))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .map(Path::toAbsolutePath)
        .findFirst();
  }
}
