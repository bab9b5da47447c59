package io.cmaclip.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.cli.CommandTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** The commands in the documentation exist and have the documented options. */
class DocumentedCommandsTest {
  private static final Pattern VARIABLE = Pattern.compile("(\\w+)=\"([^\"]*)\"");

  /** Placeholder for omitted options. */
  private static final String ELISION = "...";

  private static final String ANY_COMMAND = "COMMAND";

  @Test
  void everyCommandInACodeBlockIsValid() throws IOException {
    List<String> wrong = new ArrayList<>();
    int commands = 0;
    for (MarkdownPage page : MarkdownPage.all()) {
      Map<String, String> variables = new HashMap<>();
      for (String line : page.codeLines()) {
        Matcher variable = VARIABLE.matcher(line.strip());
        if (variable.matches()) {
          variables.put("$" + variable.group(1), variable.group(2));
        }
        for (List<String> command : ShellLine.commands(expand(line, variables))) {
          commands++;
          String problem = problem(command, command.contains(ELISION));
          if (problem != null) {
            wrong.add(page.name() + ": " + line.strip() + ": " + problem);
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(commands).isGreaterThan(50);
  }

  /** Commands in running text may omit required options. */
  @Test
  void everyCommandInRunningTextNamesExistingCommandsAndOptions() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (MarkdownPage page : MarkdownPage.all()) {
      for (String code : page.codeSpans()) {
        for (List<String> command : ShellLine.commands(code)) {
          String problem = problem(command, true);
          if (problem != null) {
            wrong.add(page.name() + ": " + code + ": " + problem);
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "./cmaclip no-such-command",
        "./cmaclip serve --no-such-option 1",
        "./cmaclip train --config fashion --out DIR",
        "CMACLIP_HEAP=2g ./cmaclip garments --out DIR --count many",
        "mvn package && ./cmaclip bench no-such-benchmark  # measures nothing",
      })
  void findsAWrongCommand(String line) {
    assertThat(ShellLine.commands(line)).hasSize(1);
    assertThat(problem(ShellLine.commands(line).get(0), false)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "./cmaclip no-such-command ...",
        "./cmaclip bench no-such-benchmark",
        "./cmaclip serve ... --no-such-option 1",
      })
  void findsAWrongCommandWithOmittedOptions(String line) {
    assertThat(problem(ShellLine.commands(line).get(0), true)).isNotNull();
  }

  private static String expand(String line, Map<String, String> variables) {
    String expanded = line;
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      expanded = expanded.replace(variable.getKey(), variable.getValue());
    }
    return expanded;
  }

  /**
   * Why a command is invalid; null when it is valid.
   *
   * @param partial whether required options may be missing
   */
  private static String problem(List<String> words, boolean partial) {
    if (words.indexOf(ANY_COMMAND) == 0) {
      return null;
    }
    CommandLine root = CommandTree.ofClassPath();
    CommandLine command = root;
    List<String> arguments = new ArrayList<>();
    OptionSpec before = null;
    for (String word : words) {
      String argument = word.replaceAll("^\\[|](\\.\\.\\.)?$", "");
      if (argument.equals(ELISION)) {
        continue;
      }
      OptionSpec option = option(command, argument);
      boolean isOption = argument.startsWith("--");
      boolean isValue = before != null && before.arity().max() > 0;
      if (command.getSubcommands().containsKey(argument)) {
        command = command.getSubcommands().get(argument);
      } else if (partial && isOption && option == null) {
        return "no option " + argument;
      } else if (partial && !isOption && !isValue && !command.getSubcommands().isEmpty()) {
        return "no command " + argument;
      }
      arguments.add(before == null ? argument : filled(before, argument));
      before = option;
    }
    return partial ? null : refusal(root, arguments);
  }

  private static String refusal(CommandLine root, List<String> arguments) {
    try {
      root.parseArgs(arguments.toArray(String[]::new));
      return null;
    } catch (ParameterException e) {
      return e.getMessage();
    }
  }

  private static OptionSpec option(CommandLine command, String argument) {
    return command.getCommandSpec().findOption(argument.replaceAll("=.*", ""));
  }

  /** Replaces a placeholder such as N with a number. */
  private static String filled(OptionSpec option, String argument) {
    Class<?> type = option.auxiliaryTypes()[0];
    boolean isNumber = type.isPrimitive() || Number.class.isAssignableFrom(type);
    return isNumber && argument.matches("[A-Z]+") ? "1" : argument;
  }
}
