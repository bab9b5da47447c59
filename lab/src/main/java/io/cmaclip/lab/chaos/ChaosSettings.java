package io.cmaclip.lab.chaos;

import io.cmaclip.streams.service.Guarantee;
import io.cmaclip.streams.unchanged.UnchangedMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Settings of a chaos run.
 *
 * @param kills services to kill with SIGKILL, at least 1
 * @param listings records to send, at least 100
 * @param instances concurrent services, at least 2
 * @param brokers brokers of the cluster; with three or more, one may fail
 * @param seed determines listings and fault plan
 * @param unchanged what the services do with unchanged listings
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
    List<String> faults,
    Duration failing,
    Path bundle,
    Path folder) {
  public ChaosSettings {
    faults = List.copyOf(faults);
  }

  /**
   * Checks the fault names.
   *
   * @throws io.cmaclip.model.errors.UserException for an unknown name
   */
  public void requireKnownFaults() {
    kinds();
  }

  List<FaultKind> kinds() {
    return faults.isEmpty()
        ? FaultKind.others()
        : faults.get(0).equals("none") ? List.of() : faults.stream().map(FaultKind::of).toList();
  }
}
