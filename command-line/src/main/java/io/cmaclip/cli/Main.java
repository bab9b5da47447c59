package io.cmaclip.cli;

import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.errors.UserException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Entry point of every command. Prints a failure as one line on standard error and exits with
 * status 0 (success), 1 (failure) or 2 (wrong use), even if a command's threads still run.
 */
public final class Main {
  private final List<CommandProvider> providers;
  private final PrintWriter out;
  private final PrintWriter err;

  Main(List<CommandProvider> providers, PrintWriter out, PrintWriter err) {
    this.providers = providers;
    this.out = out;
    this.err = err;
  }

  public static void main(String[] args) {
    System.exit(execute(args));
  }

  /** Runs a command line on this process's standard output and error; returns the exit status. */
  public static int execute(String... args) {
    // UTF-8 in every locale, because labels and titles are UTF-8.
    System.setOut(utf8(FileDescriptor.out));
    System.setErr(utf8(FileDescriptor.err));
    return new Main(CommandTree.providers(), writer(System.out), writer(System.err)).run(args);
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }

  /** Runs the command line; returns the exit status. */
  int run(String... args) {
    CmaClipCommand root = new CmaClipCommand();
    CommandLine cmaclip = CommandTree.build(root, providers);
    Terminal terminal = Terminal.ofProcess();
    cmaclip.setOut(out);
    cmaclip.setErr(err);
    cmaclip.setColorScheme(
        CommandLine.Help.defaultColorScheme(
            terminal.out() && terminal.colours() ? Ansi.ON : Ansi.OFF));
    cmaclip.setParameterExceptionHandler((failure, arguments) -> wrongUse(failure));
    cmaclip.setExecutionExceptionHandler(
        (failure, line, parsed) -> failed(failure, line, root.stacktrace()));
    try {
      return cmaclip.execute(args);
    } catch (OutOfMemoryError | LinkageError | StackOverflowError | AssertionError e) {
      return failed(e, cmaclip, root.stacktrace());
    }
  }

  private int wrongUse(ParameterException failure) {
    CommandLine line = failure.getCommandLine();
    if (failure instanceof MissingCommandException) {
      line.usage(err);
    } else {
      err.println(line.getCommandSpec().qualifiedName() + ": " + failure.getMessage());
      if (!UnmatchedArgumentException.printSuggestions(failure, err)) {
        err.println("(see " + line.getCommandSpec().qualifiedName() + " --help)");
      }
    }
    err.flush();
    return ExitCode.USAGE;
  }

  private int failed(Throwable failure, CommandLine line, boolean stacktrace) {
    String command = line.getCommandSpec().qualifiedName();
    if (stacktrace) {
      failure.printStackTrace(err);
    }
    if (failure instanceof UserException error) {
      err.println(command + ": " + error.getMessage());
      err.flush();
      return error instanceof UsageException ? ExitCode.USAGE : ExitCode.SOFTWARE;
    }
    if (failure instanceof OutOfMemoryError) {
      err.println(
          command
              + ": out of memory ("
              + failure.getMessage()
              + "); raise CMACLIP_HEAP, now "
              + Runtime.getRuntime().maxMemory() / (1 << 20)
              + "m");
    } else {
      err.println(
          command
              + ": unexpected failure: "
              + failure
              + (stacktrace ? "" : " (--stacktrace prints the stack trace)"));
    }
    err.flush();
    return ExitCode.SOFTWARE;
  }
}
