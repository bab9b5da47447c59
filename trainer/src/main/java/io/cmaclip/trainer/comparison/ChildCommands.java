package io.cmaclip.trainer.comparison;

import io.cmaclip.model.errors.UserException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Runs {@code cmaclip} commands in child JVMs with the flags of this JVM. PyTorch's gradients allow
 * one training run per process, and two runs of one thread each are faster than one run of two
 * threads. The children end with this process, unless it is killed with SIGKILL. Thread-safe.
 */
final class ChildCommands implements AutoCloseable {
  /** Share of the machine's memory for all heaps together, in percent. */
  private static final double HEAPS = 40;

  private final int sideBySide;
  private final Set<Process> running = ConcurrentHashMap.newKeySet();
  private final Thread atExit = new Thread(this::destroyAll, "end commands");

  /**
   * @param sideBySide number of commands that run at the same time, at least 1
   */
  ChildCommands(int sideBySide) {
    this.sideBySide = sideBySide;
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /**
   * Runs a command until it ends.
   *
   * @param log the output of the command is appended to it
   * @param progress receives each line of output
   * @throws UserException when the command fails, with its last line of output
   */
  void run(List<String> arguments, Path log, Consumer<String> progress)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command(arguments)).redirectErrorStream(true);
    int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / sideBySide);
    builder.environment().put("OMP_NUM_THREADS", String.valueOf(threads));
    Files.createDirectories(log.toAbsolutePath().getParent());
    Process process = builder.start();
    running.add(process);
    try {
      String last = follow(process, log, progress);
      int status = process.waitFor();
      if (status != 0) {
        throw new UserException(
            String.format(
                "%s failed with status %d: %s (log: %s)", arguments.get(0), status, last, log));
      }
    } finally {
      process.destroy();
      running.remove(process);
    }
  }

  private List<String> command(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        // An agent cannot attach twice to one port, and the child has no terminal.
        .filter(flag -> !flag.startsWith("-agentlib") && !flag.startsWith("-Dcmaclip.terminal"))
        .forEach(command::add);
    if (command.stream().noneMatch(flag -> flag.startsWith("-Xmx"))) {
      command.add(
          String.format(Locale.ROOT, "-XX:MaxRAMPercentage=%.1f", HEAPS / (1 + sideBySide)));
    }
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("io.cmaclip.cli.Main");
    command.addAll(arguments);
    return command;
  }

  private static String follow(Process process, Path log, Consumer<String> progress)
      throws IOException {
    process.getOutputStream().close();
    String last = "";
    try (BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        BufferedWriter kept =
            Files.newBufferedWriter(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        kept.write(line);
        kept.newLine();
        kept.flush();
        progress.accept(line);
        last = line.isBlank() ? last : line;
      }
    }
    return last;
  }

  private void destroyAll() {
    running.forEach(Process::destroy);
  }

  /** Ends the running commands. */
  @Override
  public void close() {
    destroyAll();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // This process is ending, so the hook runs anyway.
    }
  }
}
