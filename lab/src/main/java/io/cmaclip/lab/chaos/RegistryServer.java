package io.cmaclip.lab.chaos;

import io.cmaclip.lab.chaos.processes.RegistryProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A schema registry process that keeps port and schemas over restarts. Not thread-safe. */
final class RegistryServer implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(1);

  private final Path folder;
  private final int port;
  private Child process;
  private int starts;

  private RegistryServer(Path folder, int port) {
    this.folder = folder;
    this.port = port;
    this.process = launch();
  }

  /** Starts the process and waits until it accepts requests. */
  static RegistryServer start(Path folder) throws InterruptedException {
    RegistryServer server = new RegistryServer(folder, FreePorts.find(1).get(0));
    try {
      server.process.awaitReady(START);
      return server;
    } catch (RuntimeException | InterruptedException e) {
      server.close();
      throw e;
    }
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.kill();
  }

  /** Starts a new process and waits until it accepts requests. */
  void restart() throws InterruptedException {
    process = launch();
    process.awaitReady(START);
  }

  private Child launch() {
    return Child.start(
        "registry",
        folder.resolve("registry-" + ++starts + ".log"),
        "64m",
        RegistryProcess.class,
        List.of(Integer.toString(port), folder.resolve("registry").toString()));
  }

  @Override
  public void close() {
    process.abandon();
  }
}
