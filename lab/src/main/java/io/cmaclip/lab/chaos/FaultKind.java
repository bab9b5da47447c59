package io.cmaclip.lab.chaos;

import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.errors.UserException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What can be done to a run. */
enum FaultKind {
  KILL("kill", "kill -9 of a service"),
  TERMINATE("terminate", "SIGTERM to a service"),
  FREEZE("freeze", "SIGSTOP of a service beyond its session, then SIGCONT"),
  RESCALE("rescale", "one service more, then one less"),
  STALL("stall", "a forward beyond transaction and poll time-outs"),
  FAIL("fail", "a predictor and its self-test throw"),
  LATE("late", "results late, while partitions move away"),
  BROKER_RESTART("broker-restart", "SIGTERM to a broker, then a start"),
  BROKER_KILL("broker-kill", "kill -9 of a broker, then a start"),
  BROKERS_AWAY("brokers-away", "no broker answers until commits time out"),
  REGISTRY_AWAY("registry-away", "kill -9 of the registry, later a start"),
  DEAD_LETTERS_REFUSED("dead-letters-refused", "the dead-letter topic takes no record");

  private final String title;
  private final String description;

  FaultKind(String title, String description) {
    this.title = title;
    this.description = description;
  }

  /** Its name on the command line. */
  String title() {
    return title;
  }

  String description() {
    return description;
  }

  /** Every kind but the kill, which comes with each of the others. */
  static List<FaultKind> others() {
    return Arrays.stream(values()).filter(kind -> kind != KILL).toList();
  }

  /**
   * The kind of that name.
   *
   * @throws UserException with the names there are
   */
  static FaultKind of(String title) {
    return others().stream()
        .filter(kind -> kind.title.equals(title))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "--faults "
                        + title
                        + ": must be of "
                        + others().stream().map(k -> k.title).collect(Collectors.joining(", "))));
  }
}
