package io.cmaclip.streams.config;

import io.cmaclip.streams.operations.OperationsSettings;
import io.cmaclip.streams.service.Lifecycle;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/** Settings of metrics and health, and of how the process ends. */
public final class OperationsKeys {
  private static final String SECTION = "Operations";

  /** Value of {@link #PORT} for off. */
  static final int OFF = -1;

  public static final ConfigKey<Integer> PORT =
      new ConfigKey<>(
          "operations.port",
          SECTION,
          "Port of the status page, /metrics, /health/live, /health/ready and /info. 0: any free one,"
              + " which the log names. off: none, and nothing is measured.",
          "",
          ValueTypes.portOrOff(),
          null,
          OperationsSettings.DEFAULT_PORT + "; any free one where that is taken",
          "Name another one where several instances share a machine and something asks them.");

  public static final ConfigKey<String> HOST =
      new ConfigKey<>(
          "operations.host",
          SECTION,
          "Name or address that this port is opened at. Whoever reaches it can read what is there;"
              + " nothing can be changed through it.",
          "",
          ValueTypes.text("a name or an address of this machine"),
          "127.0.0.1",
          null,
          "Set 0.0.0.0 in a container, where probes and Prometheus ask from outside.");

  public static final ConfigKey<Integer> MAX_LABELS =
      new ConfigKey<>(
          "metrics.max-labels",
          SECTION,
          "Tasks with at most so many classes are counted label by label.",
          "classes",
          ValueTypes.integer(0, 1000),
          OperationsSettings.DEFAULT_MAX_LABELS,
          null,
          "Raise it to see the labels of a larger task; lower it when Prometheus has too many"
              + " series.");

  public static final ConfigKey<Duration> LONGEST_REBALANCE =
      new ConfigKey<>(
          "health.longest-rebalance",
          SECTION,
          "A rebalance that lasts longer makes the service unready.",
          "",
          ValueTypes.duration(Duration.ZERO, Duration.ofHours(1)),
          Lifecycle.DEFAULT.longestRebalance(),
          null,
          "Lengthen it when instances turn unready whenever others come and go.");

  public static final ConfigKey<Duration> SHUTDOWN_LIMIT =
      new ConfigKey<>(
          "shutdown.time-limit",
          SECTION,
          "Longest time from SIGTERM to the end of the process. What is forwarded by then is"
              + " committed; the rest is left to the next owner.",
          "",
          ValueTypes.duration(Duration.ofSeconds(1), Duration.ofMinutes(10)),
          Lifecycle.DEFAULT.shutdownLimit(),
          null,
          "Keep it below the time after which an orchestrator kills; lengthen it when the log says"
              + " that stream threads did not stop in time.");

  static final List<ConfigKey<?>> ALL =
      List.of(PORT, HOST, MAX_LABELS, LONGEST_REBALANCE, SHUTDOWN_LIMIT);

  private OperationsKeys() {}

  static OperationsSettings settings(ServiceConfig config) {
    Integer port = config.find(PORT).orElse(null);
    return new OperationsSettings(
        port == null || port != OFF,
        config.get(HOST),
        port == null || port == OFF ? OptionalInt.empty() : OptionalInt.of(port),
        config.get(MAX_LABELS));
  }
}
