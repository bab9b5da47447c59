package io.cmaclip.lab.bench.peers;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cmaclip.lab.bench.LineProcess;
import io.cmaclip.model.errors.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A Python process that measures one peer. Owned by one thread. */
final class PeerProcess implements AutoCloseable {
  private final String name;
  private final LineProcess process;
  private final Path log;

  private PeerProcess(String name, LineProcess process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a process and waits until it is ready.
   *
   * @param command interpreter, script and arguments
   * @param log receives its standard error
   * @throws PeerMissingException with the last line of its standard error
   */
  static PeerProcess start(String name, List<String> command, Path log) throws IOException {
    LineProcess process;
    try {
      process =
          LineProcess.start(
              new ProcessBuilder(new ArrayList<>(command))
                  .redirectError(ProcessBuilder.Redirect.to(log.toFile())));
    } catch (IOException e) {
      throw new PeerMissingException(command.get(0) + " cannot be started");
    }
    if (process.greeting() == null) {
      process.close();
      throw new PeerMissingException(lastLine(log));
    }
    return new PeerProcess(name, process, log);
  }

  private static String lastLine(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log, UTF_8);
    return lines.isEmpty() ? "ended" : lines.get(lines.size() - 1);
  }

  /** The line with which the process said that it is ready. */
  String greeting() {
    return process.greeting();
  }

  /** Listings per second. */
  double perSecond(int batch, int tokens, double seconds) throws IOException {
    String answer = process.ask(String.format(Locale.ROOT, "%d %d %f", batch, tokens, seconds));
    if (answer == null) {
      throw new UserException(
          name + " ended in the measurement of batch " + batch + ": " + lastLine(log));
    }
    return Double.parseDouble(answer);
  }

  /** CPU time so far, in nanoseconds. */
  long cpuNanos() {
    return process.cpuNanos();
  }

  /** Ends the process. */
  @Override
  public void close() {
    process.close();
  }
}
