package io.cmaclip.lab.chaos;

import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.errors.UserException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Kinds of faults. */
enum FaultKind {
  KILL("kill", "kill -9 of a service"),
  TERMINATE("terminate", "SIGTERM to a service"),
  FREEZE("freeze", "SIGSTOP of a service beyond its session, then SIGCONT"),
  RESCALE("rescale", "a service joins, then one leaves"),
  STALL("stall", "an inference call exceeds transaction and poll timeouts"),
  FAIL("fail", "a predictor and its self-test fail"),
  LATE("late", "late results while partitions are revoked"),
  BROKER_RESTART("broker-restart", "SIGTERM to a broker, then a start"),
  BROKER_KILL("broker-kill", "kill -9 of a broker, then a start"),
  BROKERS_AWAY("brokers-away", "no broker answers until commits time out"),
  REGISTRY_AWAY("registry-away", "kill -9 of the registry, later a start"),
  DEAD_LETTERS_REFUSED("dead-letters-refused", "the dead-letter topic rejects every record");

  private final String title;
  private final String description;

  FaultKind(String title, String description) {
    this.title = title;
    this.description = description;
  }

  /** Name on the command line. */
  String title() {
    return title;
  }

  String description() {
    return description;
  }

  /** Every kind except KILL, which alternates with the others. */
  static List<FaultKind> others() {
    return Arrays.stream(values()).filter(kind -> kind != KILL).toList();
  }

  /**
   * Finds a kind by name.
   *
   * @throws UserException for an unknown name, with the known names
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
                        + ": must be one of "
                        + others().stream().map(k -> k.title).collect(Collectors.joining(", "))));
  }
}
