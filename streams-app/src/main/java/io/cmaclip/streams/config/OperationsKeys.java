package io.cmaclip.streams.config;

import io.cmaclip.streams.operations.OperationsSettings;
import io.cmaclip.streams.service.Lifecycle;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** Settings of metrics and health, and of how the process ends. */
public final class OperationsKeys {
  static final Section SECTION = new Section("Operations");

  /** Empty stands for off. */
  public static final ConfigKey<OptionalInt> PORT =
      SECTION.optional(
          "operations.port",
          ValueTypes.portOrOff(),
          OperationsSettings.DEFAULT_PORT + "; any free one where that is taken",
          "Port of the status page, /metrics, /health/live, /health/ready and /info. 0: any free one,"
              + " which the log names. off: none, and nothing is measured.",
          "Name another one where several instances share a machine and something asks them.");

  public static final ConfigKey<String> HOST =
      SECTION.key(
          "operations.host",
          ValueTypes.text("a name or an address of this machine"),
          "127.0.0.1",
          "Name or address that this port is opened at. Whoever reaches it can read what is there;"
              + " nothing can be changed through it.",
          "Set 0.0.0.0 in a container, where probes and Prometheus ask from outside.");

  public static final ConfigKey<Integer> MAX_LABELS =
      SECTION.key(
          "metrics.max-labels",
          ValueTypes.integer(0, 1000, "classes"),
          OperationsSettings.DEFAULT_MAX_LABELS,
          "Tasks with at most so many classes are counted label by label.",
          "Raise it to see the labels of a larger task; lower it when Prometheus has too many"
              + " series.");

  public static final ConfigKey<Duration> LONGEST_REBALANCE =
      SECTION.key(
          "health.longest-rebalance",
          ValueTypes.duration(Duration.ZERO, Duration.ofHours(1)),
          Lifecycle.DEFAULT.longestRebalance(),
          "A rebalance that lasts longer makes the service unready.",
          "Lengthen it when instances turn unready whenever others come and go.");

  public static final ConfigKey<Duration> SHUTDOWN_LIMIT =
      SECTION.key(
          "shutdown.time-limit",
          ValueTypes.duration(Duration.ofSeconds(1), Duration.ofMinutes(10)),
          Lifecycle.DEFAULT.shutdownLimit(),
          "Longest time from SIGTERM to the end of the process. What is forwarded by then is"
              + " committed; the rest is left to the next owner.",
          "Keep it below the time after which an orchestrator kills; lengthen it when the log says"
              + " that stream threads did not stop in time.");

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
