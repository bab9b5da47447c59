package io.cmaclip.lab.chaos.processes;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Reads commands of the parent process, and halts this process when the parent exits. */
public final class ParentWatch {
  private ParentWatch() {}

  /** Calls {@code command} with each line, on a background thread. */
  public static void start(Consumer<String> command) {
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
      // Same as the end of the stream.
    }
    Runtime.getRuntime().halt(1);
  }
}
