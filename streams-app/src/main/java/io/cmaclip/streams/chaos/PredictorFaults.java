package io.cmaclip.streams.chaos;

import java.time.Duration;
import java.util.Optional;

/** Faults of the predictor of one service, which has listings in flight. */
final class PredictorFaults {
  private static final Duration DELAY = Duration.ofSeconds(1);

  private PredictorFaults() {}

  static Blow stall(Stage stage) throws InterruptedException {
    return command(stage, "stall", stage.pressure().stalled(), "");
  }

  static Blow fail(Stage stage) throws InterruptedException {
    return command(stage, "throw", stage.pressure().failing(), "");
  }

  /** Results come late, and for some of them nobody waits any more: a service joins and leaves. */
  static Blow late(Stage stage) throws InterruptedException {
    Duration duration = stage.pressure().stalled();
    Blow blow = command(stage, "late", duration, " " + DELAY.toMillis());
    Blow other = ServiceFaults.rescale(stage);
    return blow.withNote(blow.note() + ", " + other.target() + " left meanwhile");
  }

  /** Orders it and goes on: the misbehaviour ends by itself. */
  private static Blow command(Stage stage, String verb, Duration duration, String more)
      throws InterruptedException {
    Optional<Victim> victim = ServiceFaults.victim(stage);
    if (victim.isEmpty()) {
      return ServiceFaults.nobody(stage);
    }
    Child service = victim.get().service();
    Blow blow = Blow.now(stage, service.name(), victim.get().inFlight());
    service.tell(verb + " " + duration.toMillis() + more);
    return blow.withNote("for " + duration.toSeconds() + " s");
  }
}
