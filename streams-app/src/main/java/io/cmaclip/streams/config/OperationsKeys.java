package io.cmaclip.streams.config;

import io.cmaclip.streams.operations.OperationsSettings;
import io.cmaclip.streams.service.Lifecycle;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** Settings of metrics, health, start and shutdown. */
public final class OperationsKeys {
  static final Section SECTION = new Section("Operations");

  /** Empty means off. */
  public static final ConfigKey<OptionalInt> PORT =
      SECTION.optional(
          "operations.port",
          ValueTypes.portOrOff(),
          OperationsSettings.DEFAULT_PORT + "; a free port if it is in use",
          "Port of the status page, /metrics, /health/live, /health/ready and /info. 0: a free"
              + " port, which the log names. off: no port and no metrics. The review console opens"
              + " 8093 by default, with /metrics alone.",
          "Set it if several instances share a machine and a monitoring system reads them.");

  public static final ConfigKey<String> HOST =
      SECTION.key(
          "operations.host",
          ValueTypes.text("a name or an address of this machine"),
          "127.0.0.1",
          "Host name or address that operations.port binds to. Every client that can connect can"
              + " read the pages; the pages change nothing.",
          "Set 0.0.0.0 in a container, so that probes and Prometheus can connect.");
  public static final ConfigKey<Integer> MAX_LABELS =
      SECTION.key(
          "metrics.max-labels",
          ValueTypes.integer(0, 1000, "classes"),
          OperationsSettings.DEFAULT_MAX_LABELS,
          "Largest number of classes for which a task has one series per label.",
          "Raise it to see the labels of a larger task. Lower it if Prometheus has too many"
              + " series.");
  public static final ConfigKey<Duration> START_WAIT =
      SECTION.key(
          "start.wait",
          ValueTypes.duration(Duration.ZERO, Duration.ofHours(1)),
          Duration.ofMinutes(2),
          "How long the start waits for the brokers and the schema registry, which /health/ready"
              + " names. Then the process exits with status 1. Wrong credentials or a failed TLS"
              + " handshake end it at once. 0: no wait.",
          "Lengthen it if the process exits at its start because the brokers or the registry start"
              + " later. Set 0 s to fail at once.");
  public static final ConfigKey<Duration> LONGEST_REBALANCE =
      SECTION.key(
          "health.longest-rebalance",
          ValueTypes.duration(Duration.ZERO, Duration.ofHours(1)),
          Lifecycle.DEFAULT.longestRebalance(),
          "Duration of a rebalance above which /health/ready fails.",
          "Lengthen it if instances become unready whenever others start or stop.");
  public static final ConfigKey<Duration> SHUTDOWN_LIMIT =
      SECTION.key(
          "shutdown.time-limit",
          ValueTypes.duration(Duration.ofSeconds(1), Duration.ofMinutes(10)),
          Lifecycle.DEFAULT.shutdownLimit(),
          "Time limit of the graceful shutdown after SIGTERM. The service commits the listings it"
              + " has answered; the next owner of each partition processes the rest.",
          "Keep it below the time after which the orchestrator kills the process. Lengthen it if"
              + " the log says that stream threads did not stop in time.");

  private OperationsKeys() {}

  static OperationsSettings settings(ServiceConfig config) {
    Optional<OptionalInt> port = config.find(PORT);
    return new OperationsSettings(
        port.isEmpty() || port.get().isPresent(),
        config.get(HOST),
        port.orElse(OptionalInt.empty()),
        config.get(MAX_LABELS));
  }
}
