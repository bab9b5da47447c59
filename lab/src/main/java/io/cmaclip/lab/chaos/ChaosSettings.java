package io.cmaclip.lab.chaos;

import io.cmaclip.streams.service.Guarantee;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How a run is to be.
 *
 * @param kills services killed with -9, 1 or more
 * @param listings records sent, 100 or more
 * @param instances services at a time, 2 or more
 * @param brokers 1 or more; with three or more, one may be away without harm
 * @param seed fixes listings and plan of faults
 * @param faults kinds inflicted besides kills
 * @param failing how long a predictor throws
 * @param bundle of the model that answers
 * @param folder for data and logs; kept
 */
public record ChaosSettings(
    int kills,
    int listings,
    int instances,
    int brokers,
    long seed,
    Guarantee guarantee,
    List<String> faults,
    Duration failing,
    Path bundle,
    Path folder) {
  public ChaosSettings {
    faults = List.copyOf(faults);
  }

  /**
   * Finds a mistake before anything is started.
   *
   * @throws io.cmaclip.model.errors.UserException when a fault is none, with those there are
   */
  public void requireKnownFaults() {
    kinds();
  }

  /** Those named; all when none is, none for the word {@code none}. */
  List<FaultKind> kinds() {
    return faults.isEmpty()
        ? FaultKind.others()
        : faults.get(0).equals("none") ? List.of() : faults.stream().map(FaultKind::of).toList();
  }
}
