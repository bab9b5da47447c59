package io.cmaclip.streams.cli;

import io.cmaclip.cli.ProgressBar;
import io.cmaclip.cli.ResultOutput;
import io.cmaclip.streams.config.RegistryKeys;
import io.cmaclip.streams.config.ServiceConfig;
import io.cmaclip.streams.config.ServiceKeys;
import io.cmaclip.streams.config.ServiceSettingsReader;
import io.cmaclip.streams.config.TopicKeys;
import io.cmaclip.streams.events.EventFormat;
import io.cmaclip.streams.events.InputReaders;
import io.cmaclip.streams.output.OutputSettings;
import io.cmaclip.streams.output.OutputShape;
import io.cmaclip.streams.quarantine.Redrive;
import io.cmaclip.streams.quarantine.RedriveReport;
import io.cmaclip.streams.quarantine.RedriveRequest;
import io.cmaclip.streams.quarantine.UpdateTimes;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cmaclip redrive}. */
@Command(
    name = "redrive",
    description = {
      "Sends dead letters back to their original topics.",
      "Sends each dead letter once: the next redrive continues where this one ends. With --reason,"
          + " dead letters with other reasons stay for a later redrive.",
      "Leaves out listings that have a newer version or were deleted since."
    })
final class RedriveCommand implements Callable<Integer> {
  @Mixin private ClusterOptions cluster;
  @Mixin private ConfigOptions configOptions;

  @Option(
      names = "--reason",
      paramLabel = "CODE",
      description = "Only dead letters with this reason, for example UNKNOWN_SCHEMA.")
  private String reason;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Send at most N dead letters.",
      defaultValue = "9223372036854775807",
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER)
  private long limit;

  @Option(
      names = "--force",
      description = "Send listings that have a newer version or were deleted since.")
  private boolean force;

  @Mixin private ResultOutput output;

  @Override
  public Integer call() {
    ServiceConfig config = configOptions.read(cluster.flags());
    RedriveRequest request =
        new RedriveRequest(
            config.get(TopicKeys.DEAD_LETTER),
            config.get(TopicKeys.ATTRIBUTES),
            config.get(ServiceKeys.APPLICATION_ID) + "-redrive",
            reason,
            limit,
            force);
    config.bootstrap();
    ServiceSettingsReader settings = new ServiceSettingsReader(config);
    RedriveReport report;
    try (Admin admin = Connections.cluster(config);
        UpdateTimes times =
            new UpdateTimes(
                config.find(RegistryKeys.URL).isPresent()
                    ? () -> Connections.registry(config)
                    : null,
                new InputReaders(settings.inputs()),
                answerFormat(settings.outputs().attributes()));
        ProgressBar bar = ProgressBar.start("redrive", "dead letters read", 0)) {
      report =
          new Redrive(
                  request, config.consumerProperties(), config.producerProperties(), admin, times)
              .run(bar::step);
    }
    print(report);
    return 0;
  }

  private static EventFormat answerFormat(OutputSettings.Topic answers) {
    return switch (answers.format()) {
      case AVRO ->
          answers.shape() == OutputShape.NESTED ? EventFormat.PRODUCT_LISTING : EventFormat.AVRO;
      case JSON -> EventFormat.JSON;
      case PROTOBUF -> EventFormat.PROTOBUF;
    };
  }

  private void print(RedriveReport report) {
    PrintWriter out = output.text();
    if (output.isJson()) {
      output.end(report);
      return;
    }
    out.println("sent back: " + report.sent());
    report.sentByReason().forEach((code, count) -> out.println("  " + code + ": " + count));
    printIfAny("left out (newer version or deletion since)", report.superseded());
    printIfAny("left for later (other reason)", report.otherReason());
    printIfAny("not sent back (key or value was cut)", report.cut());
    printIfAny("not sent back (no origin in the headers)", report.withoutOrigin());
    out.flush();
  }

  private void printIfAny(String what, long count) {
    if (count > 0) {
      output.text().println(what + ": " + count);
    }
  }
}
