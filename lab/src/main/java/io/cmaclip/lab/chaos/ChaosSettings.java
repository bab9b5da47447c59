package io.cmaclip.lab.chaos;

import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.streams.config.ConfigSource;
import io.cmaclip.streams.config.OutputKeys;
import io.cmaclip.streams.config.ServiceConfig;
import io.cmaclip.streams.service.Guarantee;
import io.cmaclip.streams.unchanged.UnchangedMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Settings of a chaos run.
 *
 * @param kills services to kill with SIGKILL, at least 1
 * @param listings records to send, at least 100
 * @param instances concurrent services, at least 2
 * @param brokers brokers of the cluster; with three or more, one may fail
 * @param seed determines listings and fault plan
 * @param unchanged what the services do with unchanged listings
 * @param services further settings of the services
 * @param faults names of the other faults; empty: all; {@code none}: only kills
 * @param failing duration of predictor failures
 * @param folder folder of data and logs, kept
 */
public record ChaosSettings(
    int kills,
    int listings,
    int instances,
    int brokers,
    long seed,
    Guarantee guarantee,
    UnchangedMode unchanged,
    Map<String, String> services,
    List<String> faults,
    Duration failing,
    Path bundle,
    Path folder) {
  /** Settings of the services that are options of the command. */
  private static final Set<String> OPTIONS = Set.of("guarantee", "unchanged");

  public ChaosSettings {
    services = Map.copyOf(services);
    faults = List.copyOf(faults);
  }

  /**
   * Checks the names of faults and the settings of the services.
   *
   * @throws UserException for an unknown fault, an unknown setting, or one that the run needs
   *     itself
   */
  public void check() {
    kinds();
    for (String key : services.keySet()) {
      if (ServiceLauncher.sets(key)) {
        throw new UsageException(
            "--set "
                + key
                + ": the run sets it itself"
                + (OPTIONS.contains(key) ? "; use --" + key : ""));
      }
    }
    OutputKeys.requireNestedAvro(ServiceConfig.of(List.of(new ConfigSource("--set", services))));
  }

  /** Largest difference of two equal numbers in the outputs of two runs. */
  double tolerance() {
    return services.getOrDefault("precision", "float32").equals("float32")
        ? Thresholds.TOLERANCE
        : Thresholds.NARROW_TOLERANCE;
  }

  List<FaultKind> kinds() {
    return faults.isEmpty()
        ? FaultKind.others()
        : faults.get(0).equals("none") ? List.of() : faults.stream().map(FaultKind::of).toList();
  }
}
