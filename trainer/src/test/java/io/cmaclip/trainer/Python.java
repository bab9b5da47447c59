package io.cmaclip.trainer;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The interpreter that {@code CMACLIP_PYTHON} names, or else {@code python3}. */
public final class Python {
  private static final String NAME = System.getenv().getOrDefault("CMACLIP_PYTHON", "python3");
  private static final long MINUTES = 5;

  private Python() {}

  /** Skips the test, saying so, where a module is missing. */
  public static void require(String module) throws IOException, InterruptedException {
    assumeTrue(
        run("-c", "import " + module).status() == 0,
        () -> "skipped: " + NAME + " has no module " + module);
  }

  /**
   * How a run ended.
   *
   * @param status exit status; -1 when it could not be started or took longer than five minutes
   * @param output standard output and errors
   */
  public record Result(int status, String output) {}

  /** Runs to the end. */
  public static Result run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(NAME));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile("python", ".txt");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        return new Result(-1, "it took longer than " + MINUTES + " minutes");
      }
      return new Result(
          process.exitValue(),
          new String(Files.readAllBytes(output), StandardCharsets.UTF_8).strip());
    } catch (IOException e) {
      return new Result(-1, e.toString());
    } finally {
      Files.delete(output);
    }
  }
}
