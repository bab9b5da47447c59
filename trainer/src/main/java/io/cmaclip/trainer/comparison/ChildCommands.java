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
 * {@code cmaclip} commands in JVMs of their own, started as this one was. PyTorch's gradients allow
 * one training run a process, and two runs of one thread each do more than one of two. They end
 * with this process, unless that is killed with -9.
 *
 * <p>Threads: {@link #run} may be called by any number of them.
 */
final class ChildCommands implements AutoCloseable {
  /** Of the machine's memory for all heaps together, in percent. */
  private static final double HEAPS = 40;

  private final int sideBySide;
  private final Set<Process> running = ConcurrentHashMap.newKeySet();
  private final Thread atExit = new Thread(this::destroyAll, "end commands");

  /**
   * No command yet.
   *
   * @param sideBySide commands that share the machine, at least 1
   */
  ChildCommands(int sideBySide) {
    this.sideBySide = sideBySide;
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /**
   * Runs a command to its end.
   *
   * @param log gets all that the command prints, added to what is there
   * @param progress is told each line
   * @throws UserException when the command fails, with its own last words
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
        // Agents want a place of their own, and nobody watches the child on a terminal.
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

  /** Ends what still runs. */
  @Override
  public void close() {
    destroyAll();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // This process is ending: the hook runs, or has run.
    }
  }
}
