package io.cmaclip.it.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The part of shell syntax that the documentation uses: quotes, comments, separators. */
final class ShellLine {
  private static final String LAUNCHER = "./cmaclip";
  private static final Set<String> SEPARATORS = Set.of("&&", "||", ";", "|");

  private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"|'([^']*)'");
  private static final Pattern WORD = Pattern.compile("(?:" + QUOTED + "|[^\\s\"'])+");

  private ShellLine() {}

  /** Arguments of every {@code ./cmaclip} in a line, without preceding variable assignments. */
  static List<List<String>> commands(String line) {
    List<List<String>> commands = new ArrayList<>();
    List<String> command = null;
    boolean atStart = true;
    for (String word : words(line)) {
      if (SEPARATORS.contains(word)) {
        command = null;
        atStart = true;
      } else if (command != null) {
        command.add(word);
      } else if (atStart && word.equals(LAUNCHER)) {
        command = new ArrayList<>();
        commands.add(command);
      } else {
        atStart &= word.matches("\\w+=.*");
      }
    }
    return commands;
  }

  private static List<String> words(String line) {
    return WORD.matcher(line)
        .results()
        .map(MatchResult::group)
        .takeWhile(word -> !word.startsWith("#"))
        .map(word -> QUOTED.matcher(word).replaceAll("$1$2"))
        .toList();
  }
}
