package io.cmaclip.lab.bench.images;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cmaclip.cli.JsonOutput;
import io.cmaclip.lab.bench.LineProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A Python process that measures Pillow. Owned by one thread. */
final class Pillow implements AutoCloseable {
  private static final String SCRIPT = "pillow_cost.py";

  private final LineProcess process;

  private Pillow(LineProcess process) {
    this.process = process;
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
    LineProcess process;
    try {
      process =
          LineProcess.start(
              new ProcessBuilder(python, "-c", script)
                  .redirectError(ProcessBuilder.Redirect.DISCARD));
    } catch (IOException e) {
      return Optional.empty();
    }
    if (process.greeting() == null) {
      process.close();
      return Optional.empty();
    }
    return Optional.of(new Pillow(process));
  }

  String version() {
    return process.greeting();
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
      String answer = process.ask(JsonOutput.line(task));
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
    process.close();
  }
}
