package io.cmaclip.it.commands;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cmaclip.cli.Main;
import io.cmaclip.fixtures.JavaProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A JVM that runs one {@code cmaclip} command after the other, for the many that end by themselves:
 * they share one start of a JVM. Used by one thread.
 */
public final class CommandHost implements AutoCloseable {
  private static final String END = "exit status of the command: ";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final JavaProcess process;

  /** Starts the JVM with these environment variables. */
  public CommandHost(Map<String, String> environment) throws IOException {
    process = Command.builder(CommandHost.class).environment(environment).start();
  }

  /** Runs each line of standard input, a JSON array of arguments. */
  public static void main(String[] none) throws IOException {
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      int status = Main.execute(JSON.readValue(line, String[].class));
      System.out.println(END + status);
      System.err.println(END + status);
    }
  }

  /** Runs a command until it ends. */
  public EndedCommand run(Duration timeout, List<String> arguments)
      throws IOException, InterruptedException {
    int out = process.out().size();
    int err = process.err().size();
    process.send(JSON.writeValueAsString(arguments));
    String end = process.awaitLine(line -> line.startsWith(END), timeout);
    process.awaitError(line -> line.startsWith(END), timeout);
    if (end == null) {
      throw new AssertionError("the JVM of the commands ended; " + process);
    }
    return new EndedCommand(
        Integer.parseInt(end.substring(END.length())),
        withoutEnd(process.out(), out),
        withoutEnd(process.err(), err));
  }

  private static List<String> withoutEnd(List<String> lines, int from) {
    return lines.subList(from, lines.size()).stream()
        .filter(line -> !line.startsWith(END))
        .toList();
  }

  @Override
  public void close() {
    process.close();
  }
}
