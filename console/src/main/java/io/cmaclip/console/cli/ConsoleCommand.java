package io.cmaclip.console.cli;

import io.cmaclip.cli.EndSignal;
import io.cmaclip.console.queue.QueueService;
import io.cmaclip.console.queue.QueueSettings;
import io.cmaclip.console.web.Reviewer;
import io.cmaclip.console.web.Reviewers;
import io.cmaclip.console.web.WebServer;
import io.cmaclip.model.errors.UsageException;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.cli.ClusterOptions;
import io.cmaclip.streams.cli.ConfigOptions;
import io.cmaclip.streams.cli.Connections;
import io.cmaclip.streams.config.OutputKeys;
import io.cmaclip.streams.config.ReviewKeys;
import io.cmaclip.streams.config.ServiceConfig;
import io.cmaclip.streams.config.ServiceKeys;
import io.cmaclip.streams.config.TopicKeys;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
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
      "Prints 'ready URL'. Takes the settings of the service, with topics.decisions; topics must"
          + " exist."
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
      names = "--expire-after",
      paramLabel = "DURATION",
      defaultValue = "P30D",
      description = "Items that wait longer leave the queue, ISO 8601 (default: 30 days).")
  private Duration expireAfter;

  @Override
  public Integer call() throws InterruptedException {
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
    if (expireAfter.isNegative() || expireAfter.isZero()) {
      throw new UsageException("--expire-after = " + expireAfter + ": must be above 0");
    }
    ServiceConfig config = configOptions.read(cluster.flags());
    config.bootstrap();
    OutputKeys.requireNestedAvro(config);
    Reviewers known = Reviewers.read(reviewers);
    try (EndSignal end = EndSignal.listen(CLOSING);
        EventSerdes serdes = Connections.registry(config);
        QueueService queue = QueueService.start(settings(config), clients(config), serdes);
        WebServer server = WebServer.start(queue.queue(), known, port)) {
      out.println("ready " + server.url());
      out.flush();
      end.await();
    }
    return 0;
  }

  private QueueSettings settings(ServiceConfig config) {
    String decisions = config.get(ReviewKeys.DECISIONS_TOPIC);
    if (decisions == null) {
      throw new UsageException(
          "topics.decisions is not set: must be the topic that the service reads decisions from"
              + " (--set topics.decisions=review-decisions)");
    }
    return new QueueSettings(
        config.get(ServiceKeys.APPLICATION_ID) + "-console",
        new QueueSettings.Topics(
            config.get(TopicKeys.REVIEW), config.get(TopicKeys.ATTRIBUTES), decisions),
        QueueSettings.LEASE,
        expireAfter);
  }

  private static QueueService.Clients clients(ServiceConfig config) {
    return new QueueService.Clients(
        config.kafka(), config.producerProperties(), config.consumerProperties());
  }
}
