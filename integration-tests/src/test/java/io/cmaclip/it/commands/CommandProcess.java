package io.cmaclip.it.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** One {@code cmaclip} command in a JVM of its own. Ended on close, whatever became of it. */
final class CommandProcess implements AutoCloseable {
  private final Process process;
  private final List<String> out = new ArrayList<>();
  private final List<String> err = new ArrayList<>();
  private final List<Thread> readers = new ArrayList<>();

  CommandProcess(String... arguments) throws IOException {
    this(Map.of(), arguments);
  }

  /**
   * @param environment variables added; others whose name begins with CMACLIP_ are not handed on
   */
  CommandProcess(Map<String, String> environment, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:TieredStopAtLevel=1",
                "-Dai.djl.offline=true",
                "-Dai.djl.pytorch.graph_optimizer=false",
                "-Dsun.net.httpserver.nodelay=true",
                "-Djava.awt.headless=true",
                // As a person's: the class path of the tests holds their own logging too.
                "-Dlogback.configurationFile=logback.xml",
                "-Dcmaclip.home=" + Path.of("..").toAbsolutePath().normalize(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.cmaclip.cli.Main"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("CMACLIP_"));
    builder.environment().putAll(environment);
    process = builder.start();
    read(process.getInputStream(), out);
    read(process.getErrorStream(), err);
  }

  /** The first line of standard output that fits; null when the process ends without one. */
  String awaitLine(Predicate<String> wanted, Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (System.nanoTime() < deadline) {
      for (String line : out()) {
        if (wanted.test(line)) {
          return line;
        }
      }
      if (!process.isAlive()) {
        join();
        return out().stream().filter(wanted).findFirst().orElse(null);
      }
      Thread.sleep(50);
    }
    throw new IllegalStateException("no such line in time; errors: " + err());
  }

  /** The exit status; everything it printed has been read. */
  int awaitEnd(Duration timeout) throws InterruptedException {
    if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("not ended in time; errors: " + err());
    }
    join();
    return process.exitValue();
  }

  /** The one line that says why the command ended with the status; there is nothing besides. */
  String awaitRefusal(int status, Duration timeout) throws InterruptedException {
    assertThat(awaitEnd(timeout)).as("status; %s", err()).isEqualTo(status);
    assertThat(out()).isEmpty();
    List<String> ours = err().stream().filter(line -> line.startsWith("cmaclip ")).toList();
    assertThat(ours).as("%s", err()).hasSize(1);
    // Besides, at most log lines of ours: no warnings of libraries, no stack trace.
    assertThat(err())
        .filteredOn(line -> !line.startsWith("cmaclip "))
        .allMatch(line -> line.matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} INFO .*"));
    return ours.get(0);
  }

  /** SIGTERM. */
  void terminate() {
    process.destroy();
  }

  /** What it has started. */
  List<ProcessHandle> children() {
    return process.descendants().toList();
  }

  List<String> out() {
    synchronized (out) {
      return List.copyOf(out);
    }
  }

  List<String> err() {
    synchronized (err) {
      return List.copyOf(err);
    }
  }

  private void join() throws InterruptedException {
    for (Thread reader : readers) {
      reader.join();
    }
  }

  private void read(InputStream stream, List<String> into) {
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader lines =
                  new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                  synchronized (into) {
                    into.add(line);
                  }
                }
              } catch (IOException e) {
                // The process is gone.
              }
            });
    reader.setDaemon(true);
    reader.start();
    readers.add(reader);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
