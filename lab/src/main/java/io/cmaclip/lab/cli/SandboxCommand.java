package io.cmaclip.lab.cli;

import io.cmaclip.cli.EndSignal;
import io.cmaclip.embedded.broker.BrokerSettings;
import io.cmaclip.embedded.broker.BrokerStartException;
import io.cmaclip.embedded.broker.EmbeddedBroker;
import io.cmaclip.embedded.broker.LocalCluster;
import io.cmaclip.embedded.registry.EmbeddedRegistry;
import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.streams.cli.KafkaLogs;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cmaclip sandbox}. */
@Command(
    name = "sandbox",
    description = {
      "Runs a local Kafka broker and schema registry until Ctrl-C.",
      "Prints 'ready kafka=HOST:PORT registry=URL' when both are ready. Both listen on 127.0.0.1."
    })
final class SandboxCommand implements Callable<Integer> {

  private static final Duration CLOSING = Duration.ofSeconds(30);

  @Spec private CommandSpec spec;

  @Option(
      names = "--kafka-port",
      paramLabel = "PORT",
      defaultValue = "9092",
      description = "Port of the broker, 0 for a free port (default: ${DEFAULT-VALUE}).")
  private int kafkaPort;

  @Option(
      names = "--registry-port",
      paramLabel = "PORT",
      defaultValue = "8081",
      description = "Port of the registry, 0 for a free port (default: ${DEFAULT-VALUE}).")
  private int registryPort;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Folder of topics and schemas (default: temporary).")
  private Path folder;

  @Override
  public Integer call() throws InterruptedException {
    requirePort("--kafka-port", kafkaPort);
    requirePort("--registry-port", registryPort);
    KafkaLogs.onlyErrors();
    try (EndSignal end = EndSignal.listen(CLOSING);
        EmbeddedRegistry registry = startRegistry();
        EmbeddedBroker broker = startBroker()) {
      PrintWriter out = spec.commandLine().getOut();
      out.println("ready kafka=" + broker.bootstrap() + " registry=" + registry.url());
      out.flush();
      end.await();
    }
    return 0;
  }

  private EmbeddedRegistry startRegistry() {
    try {
      return EmbeddedRegistry.start(
          registryPort, folder == null ? null : folder.resolve("registry"));
    } catch (IOException e) {
      throw new UserException(e.getMessage() + " (choose another with --registry-port)", e);
    }
  }

  private EmbeddedBroker startBroker() {
    BrokerSettings settings =
        BrokerSettings.temporary()
            .withPort(kafkaPort)
            .withFolder(folder == null ? null : folder.resolve("kafka"))
            .withMaxMessageBytes(LocalCluster.MAX_MESSAGE_BYTES);
    try {
      return EmbeddedBroker.start(settings);
    } catch (BrokerStartException e) {
      throw new UserException(e.getMessage() + " (choose another with --kafka-port)", e);
    }
  }

  private static void requirePort(String option, int port) {
    if (port < 0 || port > 65_535) {
      throw new UsageException(option + " = " + port + ": must be between 0 and 65535");
    }
  }
}
