package io.cmaclip.it.interop;

import io.cmaclip.cli.Main;
import io.cmaclip.model.predictor.TinyBundle;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * {@code sandbox} and {@code serve} as a person runs them, each in a process of its own, with a
 * bundle of random weights.
 */
final class RunningService implements AutoCloseable {
  private static final long SECONDS = 240;

  private final List<Process> processes = new ArrayList<>();
  private final Path folder;
  private String bootstrap;
  private String registry;

  private RunningService(Path folder) {
    this.folder = folder;
  }

  /**
   * Starts both and returns when listings are answered.
   *
   * @param behind jars at the end of the service's class path
   * @param settings for {@code --set}
   */
  static RunningService start(Path folder, List<Path> behind, List<String> settings)
      throws IOException {
    RunningService running = new RunningService(folder);
    try {
      String ready =
          running.run(
              "sandbox",
              List.of(),
              List.of("sandbox", "--kafka-port", "0", "--registry-port", "0"));
      running.bootstrap = valueOf(ready, "kafka=");
      running.registry = valueOf(ready, "registry=");
      Path bundle = folder.resolve("bundle");
      TinyBundle.write(bundle);
      List<String> serve =
          new ArrayList<>(
              List.of("serve", "--bundle", bundle.toString(), "--bootstrap", running.bootstrap));
      serve.addAll(List.of("--registry", running.registry));
      for (String setting : settings) {
        serve.addAll(List.of("--set", setting));
      }
      running.run("serve", behind, serve);
      return running;
    } catch (IOException | RuntimeException | AssertionError e) {
      running.close();
      throw e;
    }
  }

  String bootstrap() {
    return bootstrap;
  }

  String registry() {
    return registry;
  }

  private static String valueOf(String line, String key) {
    int start = line.indexOf(key) + key.length();
    int end = line.indexOf(' ', start);
    return end < 0 ? line.substring(start) : line.substring(start, end);
  }

  /** Starts a command and returns the line that begins with {@code ready}. */
  private String run(String name, List<Path> behind, List<String> arguments) throws IOException {
    StringBuilder classPath = new StringBuilder(System.getProperty("java.class.path"));
    behind.forEach(jar -> classPath.append(File.pathSeparator).append(jar));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx768m",
                "-XX:TieredStopAtLevel=1",
                "-Dai.djl.offline=true",
                "-Dai.djl.pytorch.graph_optimizer=false",
                "-cp",
                classPath.toString(),
                Main.class.getName()));
    command.addAll(arguments);
    Path log = folder.resolve(name + ".log");
    Process process = new ProcessBuilder(command).redirectError(log.toFile()).start();
    processes.add(process);
    CompletableFuture<String> ready = CompletableFuture.supplyAsync(() -> awaitReady(process));
    try {
      String line = ready.get(SECONDS, TimeUnit.SECONDS);
      if (line != null) {
        return line;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // Told below, with what the command said.
    }
    throw new AssertionError(name + " did not become ready:\n" + Files.readString(log));
  }

  private static String awaitReady(Process process) {
    try {
      BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("ready")) {
          return line;
        }
      }
    } catch (IOException ended) {
      // As if it had said nothing more.
    }
    return null;
  }

  @Override
  public void close() {
    for (int i = processes.size() - 1; i >= 0; i--) {
      Process process = processes.get(i);
      process.destroy();
      try {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }
}
