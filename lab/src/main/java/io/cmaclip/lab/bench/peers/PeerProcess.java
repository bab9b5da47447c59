package io.cmaclip.lab.bench.peers;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cmaclip.model.errors.UserException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** A Python process that measures one peer. Owned by one thread. */
final class PeerProcess implements AutoCloseable {
  private final String name;
  private final Process process;
  private final BufferedReader answers;
  private final Writer tasks;
  private final Path log;
  private final String greeting;

  private PeerProcess(
      String name, Process process, BufferedReader answers, Path log, String greeting) {
    this.name = name;
    this.process = process;
    this.answers = answers;
    this.tasks = process.outputWriter(UTF_8);
    this.log = log;
    this.greeting = greeting;
  }

  /**
   * Starts a process and waits until it is ready.
   *
   * @param command interpreter, script and arguments
   * @param log receives its standard error
   * @throws PeerMissingException with the last line of its standard error
   */
  static PeerProcess start(String name, List<String> command, Path log) throws IOException {
    Process process;
    try {
      process =
          new ProcessBuilder(new ArrayList<>(command))
              .redirectError(ProcessBuilder.Redirect.to(log.toFile()))
              .start();
    } catch (IOException e) {
      throw new PeerMissingException(command.get(0) + " cannot be started");
    }
    BufferedReader answers = process.inputReader(UTF_8);
    String greeting = answers.readLine();
    if (greeting == null) {
      process.destroy();
      throw new PeerMissingException(lastLine(log));
    }
    return new PeerProcess(name, process, answers, log, greeting);
  }

  private static String lastLine(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log, UTF_8);
    return lines.isEmpty() ? "ended" : lines.get(lines.size() - 1);
  }

  /** The line with which the process said that it is ready. */
  String greeting() {
    return greeting;
  }

  /** Listings per second. */
  double perSecond(int batch, int tokens, double seconds) throws IOException {
    tasks.write(String.format(Locale.ROOT, "%d %d %f%n", batch, tokens, seconds));
    tasks.flush();
    String answer = answers.readLine();
    if (answer == null) {
      throw new UserException(
          name + " ended in the measurement of batch " + batch + ": " + lastLine(log));
    }
    return Double.parseDouble(answer);
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
