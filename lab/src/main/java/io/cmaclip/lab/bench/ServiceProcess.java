package io.cmaclip.lab.bench;

import io.cmaclip.model.errors.UserException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A JVM that runs {@link BenchServe}. Owned by one thread. */
public final class ServiceProcess implements AutoCloseable {
  private static final List<String> INHERITED_PROPERTIES =
      List.of("ai.djl.offline", "ai.djl.pytorch.graph_optimizer", "DJL_CACHE_DIR", "cmaclip.home");
  private static final Duration READY = Duration.ofMinutes(3);
  private static final Duration END = Duration.ofSeconds(30);

  private final Process process;
  private final Path log;
  private final CountDownLatch ready = new CountDownLatch(1);

  private ServiceProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a process without waiting for it.
   *
   * @param log file for standard error
   * @param arguments the folder of the bundle, then the other arguments of {@code serve}
   */
  public static ServiceProcess start(BenchServe.Model model, Path log, List<String> arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx600m",
                "-XX:+UseG1GC",
                "-Djava.awt.headless=true",
                "-Dsun.net.httpserver.nodelay=true"));
    for (String property : INHERITED_PROPERTIES) {
      if (System.getProperty(property) != null) {
        command.add("-D" + property + "=" + System.getProperty(property));
      }
    }
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            BenchServe.class.getName(),
            model.name()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
    // The user's service settings must not affect the run.
    builder.environment().keySet().removeIf(variable -> variable.startsWith("CMACLIP_"));
    try {
      ServiceProcess started = new ServiceProcess(builder.start(), log);
      Thread reader = new Thread(started::read, "service-output");
      reader.setDaemon(true);
      reader.start();
      return started;
    } catch (IOException e) {
      throw new UserException("a service cannot be started: " + e.getMessage(), e);
    }
  }

  /**
   * Waits until it is ready.
   *
   * @throws UserException if it is not in time
   */
  public void awaitReady() throws InterruptedException {
    if (!ready.await(READY.toSeconds(), TimeUnit.SECONDS) || !process.isAlive()) {
      throw new UserException("a service is not ready; see " + log);
    }
  }

  /** CPU time of the process so far, in nanoseconds. */
  public long cpuNanos() {
    return LineProcess.cpuNanos(process.toHandle());
  }

  /** SIGTERM, then SIGKILL. */
  @Override
  public void close() {
    process.toHandle().destroy();
    try {
      if (!process.waitFor(END.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.equals("ready")) {
          ready.countDown();
        }
      }
    } catch (IOException e) {
      // The process has ended.
    }
    ready.countDown();
  }
}
