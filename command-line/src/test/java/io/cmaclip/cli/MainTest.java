package io.cmaclip.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.errors.UserException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void successExitsWithZero() {
    assertThat(run("echo", "--title", "red dress")).isZero();
    assertThat(out).hasToString("red dress\n");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void acceptsTitlesWithAtSignDashAndQuotes() {
    assertThat(run("echo", "--title", "@home")).isZero();
    assertThat(run("echo", "--title=-50% \"off\"")).isZero();
    assertThat(out).hasToString("@home\n-50% \"off\"\n");
  }

  @Test
  void aUserErrorPrintsOneLineAndExitsWithOne() {
    assertThat(run("fail", "--how", "user")).isEqualTo(1);
    assertThat(err).hasToString("cmaclip fail: size = 0: must be between 1 and 9\n");
  }

  @Test
  void aUsageErrorExitsWithTwo() {
    assertThat(run("fail", "--how", "usage")).isEqualTo(2);
    assertThat(err).hasToString("cmaclip fail: --a and --b exclude each other\n");
  }

  @Test
  void anUnexpectedFailurePrintsItsClassWithoutAStackTrace() {
    assertThat(run("fail", "--how", "bug")).isEqualTo(1);
    assertThat(err.toString())
        .isEqualTo(
            "cmaclip fail: unexpected failure: java.lang.IllegalStateException: broken"
                + " (--stacktrace prints the stack trace)\n");
  }

  @Test
  void printsTheStackTraceIfTheOptionPrecedesOrFollowsTheCommand() {
    assertThat(run("fail", "--how", "bug", "--stacktrace")).isEqualTo(1);
    assertThat(err.toString()).contains("\tat io.cmaclip.cli.MainTest$Fail.call");
    err.getBuffer().setLength(0);
    assertThat(run("--stacktrace", "fail", "--how", "user")).isEqualTo(1);
    assertThat(err.toString()).contains("\tat io.cmaclip.cli.MainTest$Fail.call");
  }

  @Test
  void aVirtualMachineErrorExitsWithOne() {
    assertThat(run("fail", "--how", "memory")).isEqualTo(1);
    assertThat(err.toString()).contains("out of memory").contains("CMACLIP_HEAP");
    assertThat(run("fail", "--how", "linkage")).isEqualTo(1);
    assertThat(err.toString()).contains("NoClassDefFoundError");
  }

  @Test
  void wrongUsePrintsAShortMessageAndExitsWithTwo() {
    assertThat(run("echo", "--titel", "x")).isEqualTo(2);
    assertThat(err.toString()).contains("--titel").contains("--title");
    assertThat(err.toString().lines().count()).isLessThanOrEqualTo(3);
  }

  @Test
  void anUnknownCommandExitsWithTwoAndSuggestsASimilarOne() {
    assertThat(run("ecko")).isEqualTo(2);
    assertThat(err.toString()).contains("ecko").contains("echo");
  }

  @Test
  void aMissingCommandPrintsTheHelpAndExitsWithTwo() {
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString()).contains("Testing").contains("echo");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void everyCommandHasHelp() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("Testing", "echo", "Prints the title.", "bench");
    for (String[] command : List.of(new String[] {"echo"}, new String[] {"bench", "speed"})) {
      out.getBuffer().setLength(0);
      String[] args = java.util.Arrays.copyOf(command, command.length + 1);
      args[command.length] = "--help";
      assertThat(run(args)).isZero();
      assertThat(out.toString()).contains("cmaclip " + String.join(" ", command), "--stacktrace");
    }
  }

  @Test
  void groupsBenchmarksUnderBench() {
    assertThat(run("bench", "speed")).isZero();
    assertThat(out).hasToString("fast\n");
    assertThat(run("bench")).isEqualTo(2);
  }

  @Test
  void printsHelpWithoutAnyProvider() {
    int status =
        new Main(List.of(), new PrintWriter(out, true), new PrintWriter(err, true)).run("--help");
    assertThat(status).isZero();
    assertThat(out.toString()).contains("cmaclip");
  }

  private int run(String... args) {
    return new Main(
            List.of(new TestCommands()), new PrintWriter(out, true), new PrintWriter(err, true))
        .run(args);
  }

  private final class TestCommands implements CommandProvider {
    @Override
    public String heading() {
      return "Testing";
    }

    @Override
    public List<Object> commands() {
      return List.of(new Echo(), new Fail());
    }

    @Override
    public List<Object> benchmarks() {
      return List.of(new Speed());
    }
  }

  @Command(name = "echo", description = "Prints the title.")
  private final class Echo implements Runnable {
    @Option(names = "--title", description = "Words.")
    private String title;

    @Override
    public void run() {
      out.append(title).append('\n');
    }
  }

  @Command(name = "speed", description = "Says fast.")
  private final class Speed implements Runnable {
    @Override
    public void run() {
      out.append("fast\n");
    }
  }

  @Command(name = "fail", description = "Fails.")
  private static final class Fail implements Callable<Integer> {
    @Option(names = "--how")
    private String how;

    @Override
    public Integer call() {
      switch (how) {
        case "user" -> throw new UserException("size = 0: must be between 1 and 9");
        case "usage" -> throw new UsageException("--a and --b exclude each other");
        case "memory" -> throw new OutOfMemoryError("Java heap space");
        case "linkage" -> throw new NoClassDefFoundError("io/cmaclip/Gone");
        default -> throw new IllegalStateException("broken");
      }
    }
  }
}
