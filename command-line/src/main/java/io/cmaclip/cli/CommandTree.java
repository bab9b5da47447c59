package io.cmaclip.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Builds picocli's command tree from the {@link CommandProvider}s. */
public final class CommandTree {
  private CommandTree() {}

  /** All commands on the class path. */
  public static CommandLine ofClassPath() {
    return build(new CmaClipCommand(), providers());
  }

  static List<CommandProvider> providers() {
    return ServiceLoader.load(CommandProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .toList();
  }

  static CommandLine build(CmaClipCommand root, List<CommandProvider> providers) {
    CommandLine cmaclip = new CommandLine(root);
    Map<String, List<String>> headings = new LinkedHashMap<>();
    for (CommandProvider provider : providers) {
      List<String> names = headings.computeIfAbsent(provider.heading(), h -> new ArrayList<>());
      provider.commands().forEach(command -> names.add(add(cmaclip, command)));
    }
    List<Object> benchmarks = providers.stream().flatMap(p -> p.benchmarks().stream()).toList();
    if (!benchmarks.isEmpty()) {
      CommandLine bench = new CommandLine(new BenchCommand());
      benchmarks.forEach(benchmark -> add(bench, benchmark));
      cmaclip.addSubcommand(bench);
      headings.computeIfAbsent("Measuring", h -> new ArrayList<>()).add("bench");
    }
    configure(cmaclip);
    cmaclip.getCommandSpec().usageMessage().commandListHeading("%n");
    cmaclip
        .getHelpSectionMap()
        .put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, help -> commandList(help, headings));
    return cmaclip;
  }

  private static String add(CommandLine parent, Object command) {
    CommandLine child = new CommandLine(command);
    parent.addSubcommand(child);
    return child.getCommandName();
  }

  private static void configure(CommandLine cmaclip) {
    cmaclip.setCaseInsensitiveEnumValuesAllowed(true);
    // A title may start with @ or contain quotes.
    cmaclip.setExpandAtFiles(false);
    cmaclip.setTrimQuotes(false);
    cmaclip.setUsageHelpAutoWidth(false);
    cmaclip.setUsageHelpWidth(Math.min(100, Terminal.ofProcess().columns()));
    layOut(cmaclip);
  }

  private static void layOut(CommandLine line) {
    line.getCommandSpec()
        .usageMessage()
        .synopsisHeading("")
        .descriptionHeading("%n")
        .parameterListHeading("%nArguments%n")
        .optionListHeading("%nOptions%n")
        .commandListHeading("%nCommands%n")
        .abbreviateSynopsis(line.getSubcommands().size() > 0)
        .sortOptions(false);
    line.getSubcommands().values().forEach(CommandTree::layOut);
  }

  private static String commandList(Help help, Map<String, List<String>> headings) {
    int nameWidth =
        2 + help.subcommands().keySet().stream().mapToInt(String::length).max().orElse(0);
    StringBuilder list = new StringBuilder();
    headings.forEach(
        (heading, names) -> {
          if (!list.isEmpty()) {
            list.append(System.lineSeparator());
          }
          list.append(help.createHeading("@|bold " + heading + "|@%n"));
          Map<String, String> rows = new LinkedHashMap<>();
          for (String name : names) {
            Help command = help.subcommands().get(name);
            String[] description = command.commandSpec().usageMessage().description();
            rows.put(
                ("%-" + nameWidth + "s").formatted(name),
                description.length == 0 ? "" : description[0]);
          }
          list.append(help.createTextTable(rows));
        });
    return list.toString();
  }
}
