package io.cmaclip.it.containers;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the client of the engine that {@code integration-tests/docker-setup.sh} prepares. */
public final class ContainerEngine {
  private static final String CLIENT = System.getenv("CMACLIP_DOCKER");
  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  /** What a program returned. */
  public record Result(int status, String out, String err) {
    /** Standard output without line end; an error if the program failed. */
    public String text() {
      if (status != 0) {
        throw new AssertionError("status " + status + ": " + out + err);
      }
      return out.strip();
    }
  }

  private ContainerEngine() {}

  /** Skips the test without an engine or the image. */
  public static void assumeImage(String image) throws Exception {
    assumeTrue(
        CLIENT != null, "skipped: no container engine; integration-tests/docker-setup.sh has one");
    assumeTrue(docker("image", "inspect", image).status() == 0, () -> "skipped: no image " + image);
  }

  /** Runs the client and waits for its end. */
  public static Result docker(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(CLIENT));
    command.addAll(List.of(arguments));
    return run(command);
  }

  /** Runs a program and waits for its end. */
  public static Result run(List<String> command) throws IOException, InterruptedException {
    Path out = Files.createTempFile("out", "");
    Path err = Files.createTempFile("err", "");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      if (!process.waitFor(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
        throw new IOException("no end within " + TIMEOUT + ": " + command);
      }
      return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }
}
