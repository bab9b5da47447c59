package io.cmaclip.lab.chaos.processes;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Reads what the parent writes, and ends this process at once when the parent is gone, however it
 * went: nothing may be left behind. Has a thread of its own.
 */
final class ParentWatch {
  private ParentWatch() {}

  /**
   * @param command called by the watching thread with each line
   */
  static void start(Consumer<String> command) {
    Thread thread = new Thread(() -> read(command), "parent-watch");
    thread.setDaemon(true);
    thread.start();
  }

  private static void read(Consumer<String> command) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        command.accept(line);
      }
    } catch (IOException e) {
      // As good as the end of the stream.
    }
    Runtime.getRuntime().halt(1);
  }
}
