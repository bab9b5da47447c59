package io.cmaclip.lab.bench.images;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cmaclip.cli.JsonOutput;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A Python process that measures Pillow. Owned by one thread. */
final class Pillow implements AutoCloseable {
  private static final String SCRIPT = "pillow_cost.py";

  private final Process process;
  private final BufferedReader answers;
  private final Writer tasks;
  private final String version;

  private Pillow(Process process, BufferedReader answers, String version) {
    this.process = process;
    this.answers = answers;
    this.tasks = process.outputWriter(UTF_8);
    this.version = version;
  }

  /**
   * Starts the process.
   *
   * @param python command of a Python interpreter
   * @return empty if there is no such command, or no Pillow in it
   */
  static Optional<Pillow> start(String python) throws IOException {
    String script;
    try (InputStream in = Pillow.class.getResourceAsStream(SCRIPT)) {
      script = new String(in.readAllBytes(), UTF_8);
    }
    Process process;
    try {
      process =
          new ProcessBuilder(python, "-c", script)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      return Optional.empty();
    }
    BufferedReader answers = process.inputReader(UTF_8);
    String version = answers.readLine();
    if (version == null) {
      process.destroy();
      return Optional.empty();
    }
    return Optional.of(new Pillow(process, answers, version));
  }

  String version() {
    return version;
  }

  /**
   * CPU time of decoding and resizing one image, in milliseconds.
   *
   * @param draft whether Pillow decodes a JPEG at reduced size
   * @param nanos duration of the measurement
   */
  double millis(Path file, Size target, boolean draft, long nanos) {
    Map<String, Object> task =
        Map.of(
            "file", file.toString(),
            "width", target.width(),
            "height", target.height(),
            "draft", draft,
            "nanos", nanos);
    try {
      tasks.write(JsonOutput.line(task) + "\n");
      tasks.flush();
      String answer = answers.readLine();
      if (answer == null) {
        throw new IOException("Python ended while it measured " + file);
      }
      return Double.parseDouble(answer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the process. */
  @Override
  public void close() {
    try {
      tasks.close();
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
