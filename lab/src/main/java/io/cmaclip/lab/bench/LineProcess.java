package io.cmaclip.lab.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A process that greets with a line and answers each line of input with one. Owned by one thread.
 */
public final class LineProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;
  private final Writer tasks;
  private final String greeting;

  private LineProcess(Process process) throws IOException {
    this.process = process;
    this.answers = process.inputReader(UTF_8);
    this.tasks = process.outputWriter(UTF_8);
    this.greeting = answers.readLine();
  }

  /**
   * Starts a process and waits for its greeting.
   *
   * @throws IOException if there is no such command
   */
  public static LineProcess start(ProcessBuilder command) throws IOException {
    return new LineProcess(command.start());
  }

  /** The first line; null if the process ended without one. */
  public String greeting() {
    return greeting;
  }

  /** Sends a line and returns the answer; null if the process ended without one. */
  public String ask(String line) throws IOException {
    tasks.write(line + "\n");
    tasks.flush();
    return answers.readLine();
  }

  /** CPU time of the process so far, in nanoseconds. */
  public long cpuNanos() {
    return cpuNanos(process.toHandle());
  }

  /** CPU time of a process so far, in nanoseconds; 0 if it is not known. */
  static long cpuNanos(ProcessHandle process) {
    return process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
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
