package io.cmaclip.lab.chaos;

import io.cmaclip.model.errors.UserException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A child JVM with this process's class path. It exits at the end of its standard input, so that it
 * never outlives this process. Thread-safe except {@link #ask}, which needs a single caller.
 */
public final class Child {
  private static final List<String> INHERITED_PROPERTIES =
      List.of(
          "ai.djl.offline",
          "ai.djl.pytorch.graph_optimizer",
          "DJL_CACHE_DIR",
          "cmaclip.home",
          "logback.configurationFile");
  private static final Duration END = Duration.ofSeconds(60);
  private static final Duration GONE = Duration.ofSeconds(10);

  private final String name;
  private final Path log;
  private final Process process;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private volatile boolean ready;

  private Child(String name, Path log, Process process) {
    this.name = name;
    this.log = log;
    this.process = process;
  }

  /**
   * Starts a process without waiting for it.
   *
   * @param log file for standard error
   * @param heap largest Java heap, for example {@code 256m}
   */
  public static Child start(
      String name, Path log, String heap, Class<?> main, List<String> arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                // Faster start and fewer threads for short-lived processes.
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-Djava.awt.headless=true",
                "-Dsun.net.httpserver.nodelay=true"));
    for (String property : INHERITED_PROPERTIES) {
      if (System.getProperty(property) != null) {
        command.add("-D" + property + "=" + System.getProperty(property));
      }
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
    // The user's service settings must not affect the run.
    builder.environment().keySet().removeIf(variable -> variable.startsWith("CMACLIP_"));
    builder.environment().putIfAbsent("OMP_WAIT_POLICY", "PASSIVE");
    try {
      Child child = new Child(name, log, builder.start());
      Thread reader = new Thread(child::read, name + "-output");
      reader.setDaemon(true);
      reader.start();
      return child;
    } catch (IOException e) {
      throw new UserException(name + " cannot be started: " + e.getMessage(), e);
    }
  }

  String name() {
    return name;
  }

  public Path log() {
    return log;
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Whether it has printed {@code ready} and is alive. */
  boolean isReady() {
    return ready && isAlive();
  }

  /** Whether it has printed {@code ready}. */
  boolean hasBeenReady() {
    return ready;
  }

  /** Exit status of an exited process; 128 + signal number after a signal. */
  int exitStatus() {
    return process.exitValue();
  }

  /**
   * Waits until it is ready.
   *
   * @throws UserException if it exits first, or on timeout
   */
  public void awaitReady(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!isReady()) {
      if (!isAlive()) {
        throw new UserException(name + " exited with status " + exitStatus() + "; see " + log);
      }
      if (System.nanoTime() - deadline > 0) {
        throw new UserException(
            name + " is not ready after " + timeout.toSeconds() + " s; see " + log);
      }
      Thread.sleep(20);
    }
  }

  /** Sends a command; an exited process ignores it. */
  void tell(String command) {
    try {
      OutputStream in = process.getOutputStream();
      in.write((command + "\n").getBytes(StandardCharsets.UTF_8));
      in.flush();
    } catch (IOException e) {
      // The process has exited.
    }
  }

  /** Sends a command and returns the response line; null on timeout. */
  String ask(String question, Duration timeout) throws InterruptedException {
    answers.clear();
    tell(question);
    return answers.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** SIGKILL; returns when the process has exited. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** SIGTERM; returns false if the process needed SIGKILL after a minute. */
  public boolean terminate() throws InterruptedException {
    // Process.destroy() also closes standard input, which would halt the process.
    signal("TERM");
    boolean inTime = process.waitFor(END.toMillis(), TimeUnit.MILLISECONDS);
    if (!inTime) {
      kill();
    }
    return inTime;
  }

  /** SIGSTOP. */
  void freeze() throws InterruptedException {
    signal("STOP");
  }

  /** SIGCONT. */
  void thaw() throws InterruptedException {
    signal("CONT");
  }

  /** SIGKILL at the end of the run; afterwards its files may be deleted. */
  public void abandon() {
    process.destroyForcibly();
    var unused =
        process.onExit().completeOnTimeout(process, GONE.toMillis(), TimeUnit.MILLISECONDS).join();
  }

  private void signal(String signal) throws InterruptedException {
    try {
      Process kill =
          new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
              .redirectErrorStream(true)
              .start();
      if (kill.waitFor() != 0 && isAlive()) {
        throw new UserException("kill -" + signal + " of " + name + " failed");
      }
    } catch (IOException e) {
      throw new UserException("cannot run kill: " + e.getMessage(), e);
    }
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.equals("ready")) {
          ready = true;
        } else {
          answers.add(line);
        }
      }
    } catch (IOException e) {
      // The process was killed.
    }
  }
}
