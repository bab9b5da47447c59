package io.cmaclip.lab.catalogue;

import io.cmaclip.model.errors.UserException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program in the background, killed with this JVM. Not thread-safe. */
final class OwnProcess {
  private final String name;
  private final Process process;
  private final Thread atExit;

  private OwnProcess(String name, Process process) {
    this.name = name;
    this.process = process;
    this.atExit = new Thread(process::destroyForcibly, "kill-" + name);
  }

  /**
   * Starts a program.
   *
   * @param log file for its output, appended to
   */
  static OwnProcess start(String name, Path log, List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      OwnProcess own = new OwnProcess(name, process);
      Runtime.getRuntime().addShutdownHook(own.atExit);
      return own;
    } catch (IOException e) {
      throw new UserException(name + " cannot be started: " + e.getMessage(), e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Sends a signal, for example {@code TERM}. */
  void signal(String signal) throws InterruptedException {
    run(List.of("kill", "-" + signal, Long.toString(process.pid())));
  }

  /** Returns false if it still runs after the timeout. */
  boolean awaitEnd(Duration timeout) throws InterruptedException {
    return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** SIGKILL; returns when it has ended. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
    forget();
  }

  /** For an ended process: removes it from what is killed with this JVM. */
  void forget() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The JVM ends.
    }
  }

  private void run(List<String> command) throws InterruptedException {
    try {
      new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
    } catch (IOException e) {
      throw new UserException("cannot signal " + name + ": " + e.getMessage(), e);
    }
  }
}
