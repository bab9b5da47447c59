package io.cmaclip.console.cli;

import io.cmaclip.cli.EndSignal;
import io.cmaclip.console.web.Reviewer;
import io.cmaclip.console.web.Reviewers;
import io.cmaclip.model.errors.UsageException;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.cli.ClusterOptions;
import io.cmaclip.streams.cli.ConfigOptions;
import io.cmaclip.streams.cli.Connections;
import io.cmaclip.streams.cli.StartWait;
import io.cmaclip.streams.config.OperationsKeys;
import io.cmaclip.streams.config.OutputKeys;
import io.cmaclip.streams.config.ReviewKeys;
import io.cmaclip.streams.config.ServiceConfig;
import io.cmaclip.streams.config.ServiceSettingsReader;
import io.cmaclip.streams.service.ProcessExit;
import io.cmaclip.streams.topics.TopicSetup;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cmaclip console}. */
@Command(
    name = "console",
    description = {
      "Serves the page on which people review listings, on 127.0.0.1, until Ctrl-C.",
      "Prints 'ready URL'. Takes the settings of the service, with topics.decisions. Waits for"
          + " brokers, topics and registry that are not there yet (start.wait)."
    })
final class ConsoleCommand implements Callable<Integer> {
  private static final Duration CLOSING = Duration.ofSeconds(30);
  private static final int HIGHEST_PORT = 65_535;

  @Spec private CommandSpec spec;
  @Mixin private ClusterOptions cluster;
  @Mixin private ConfigOptions configOptions;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8092",
      description = "Port of the page, 0 for a free port (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--reviewers",
      paramLabel = "FILE",
      defaultValue = "reviewers.txt",
      description = "Names, roles and hashes of the tokens (default: ${DEFAULT-VALUE}).")
  private Path reviewers;

  @Option(
      names = "--add",
      paramLabel = "NAME",
      description = "Adds a reviewer to the file, prints the token and ends.")
  private String added;

  @Option(names = "--lead", description = "The reviewer of --add is a lead.")
  private boolean lead;

  @Option(
      names = "--bundle",
      paramLabel = "DIR",
      description = "The service's model, which then explains its proposals on the page.")
  private Path bundle;

  @Override
  public Integer call() throws InterruptedException, IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (added != null) {
      Reviewer.Role role = lead ? Reviewer.Role.LEAD : Reviewer.Role.REVIEWER;
      out.println(Reviewers.add(reviewers, new Reviewer(added, role)));
      out.flush();
      return 0;
    }
    if (port < 0 || port > HIGHEST_PORT) {
      throw new UsageException("--port = " + port + ": must be between 0 and 65535");
    }
    ServiceConfig config = configOptions.read(cluster.flags());
    config.bootstrap();
    Connections.requireRegistry(config);
    requireDecisions(config);
    OutputKeys.requireNestedAvro(config);
    Reviewers known = Reviewers.read(reviewers);
    try (EndSignal end = EndSignal.listen(CLOSING)) {
      StartWait wait =
          new StartWait(config.get(OperationsKeys.START_WAIT), end::isGiven, what -> {});
      if (wait.until("the brokers and topics", () -> requireTopics(config)).isEmpty()) {
        return 0;
      }
      EventSerdes registry =
          wait.until("the schema registry", () -> Connections.registry(config)).orElse(null);
      if (registry == null) {
        return 0;
      }
      try (EventSerdes serdes = registry;
          Console console =
              Console.start(config, serdes, known, port, bundle, new ProcessExit()::fatal)) {
        out.println("ready " + console.url());
        out.flush();
        end.await();
      }
    }
    return 0;
  }

  private static void requireDecisions(ServiceConfig config) {
    if (config.find(ReviewKeys.DECISIONS_TOPIC).isEmpty()) {
      throw new UsageException(
          "topics.decisions is not set: must be the topic that the service reads decisions from"
              + " (--set topics.decisions=review-decisions)");
    }
  }

  private static boolean requireTopics(ServiceConfig config) {
    ServiceSettingsReader reader = new ServiceSettingsReader(config);
    try (Admin admin = Connections.cluster(config)) {
      new TopicSetup(admin, reader.topicNames(), reader.topics())
          .requireReviewTopics(config.get(ReviewKeys.DECISIONS_TOPIC));
    }
    return true;
  }
}
