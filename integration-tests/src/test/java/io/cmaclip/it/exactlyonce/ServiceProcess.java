package io.cmaclip.it.exactlyonce;

import io.cmaclip.streams.service.Guarantee;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The service in a JVM of its own, which can be killed. */
final class ServiceProcess implements AutoCloseable {
  private final Process process;
  private final CountDownLatch ready = new CountDownLatch(1);
  private volatile String lastLine = "";

  private final Path log;

  private ServiceProcess(List<String> arguments, String heap) throws IOException {
    this(arguments, heap, null);
  }

  /**
   * @param log where its log goes; null: where this process's goes
   */
  private ServiceProcess(List<String> arguments, String heap, Path log) throws IOException {
    this.log = log;
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:TieredStopAtLevel=1",
                "-Dai.djl.offline=true",
                "-Dai.djl.pytorch.graph_optimizer=false",
                "-cp",
                System.getProperty("java.class.path")));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectError(
                log == null
                    ? ProcessBuilder.Redirect.INHERIT
                    : ProcessBuilder.Redirect.to(log.toFile()));
    builder.environment().put("OMP_WAIT_POLICY", "PASSIVE");
    process = builder.start();
    Thread reader = new Thread(this::read, "service-output");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * The real service with a fake predictor.
   *
   * @param trouble what is wrong with its model
   */
  static ServiceProcess fake(TestCluster cluster, Guarantee guarantee, String heap, Trouble trouble)
      throws IOException {
    return new ServiceProcess(
        List.of(
            FakeService.class.getName(),
            cluster.bootstrap(),
            cluster.registryUrl(),
            guarantee.kafkaName(),
            trouble.name()),
        heap);
  }

  static ServiceProcess fake(TestCluster cluster, Guarantee guarantee) throws IOException {
    return fake(cluster, guarantee, "512m", Trouble.NONE);
  }

  /** {@code serve}, as users start it. */
  static ServiceProcess serve(TestCluster cluster, Path bundle, Map<String, String> settings)
      throws IOException {
    return serve(cluster, bundle, settings, null);
  }

  /** The same, with a log of its own. */
  static ServiceProcess serve(
      TestCluster cluster, Path bundle, Map<String, String> settings, Path log) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "io.cmaclip.cli.Main",
                "serve",
                "--bundle",
                bundle.toString(),
                "--bootstrap",
                cluster.bootstrap(),
                "--registry",
                cluster.registryUrl()));
    settings.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
    return new ServiceProcess(arguments, "1g", log);
  }

  void awaitReady() throws IOException, InterruptedException {
    if (!ready.await(90, TimeUnit.SECONDS)) {
      throw new IllegalStateException(
          "the service did not become ready" + (log == null ? "" : ": " + Files.readString(log)));
    }
  }

  /** Waits until its own log says something. */
  void awaitLog(String text) throws IOException, InterruptedException {
    while (!Files.readString(log).contains(text)) {
      if (!process.isAlive()) {
        throw new IllegalStateException("the service has ended: " + Files.readString(log));
      }
      Thread.sleep(5);
    }
  }

  /** kill -9. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** SIGTERM. */
  void terminate() {
    process.destroy();
  }

  /** Exit status, once it has ended by itself. */
  int awaitEnd() throws InterruptedException {
    if (!process.waitFor(90, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the service did not end");
    }
    return process.exitValue();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long peakBytesInFlight() {
    String line = lastLine;
    return line.startsWith("peak ") ? Long.parseLong(line.substring(5)) : 0;
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        lastLine = line;
        if (line.equals("ready")) {
          ready.countDown();
        }
      }
    } catch (IOException e) {
      // The process was killed.
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
