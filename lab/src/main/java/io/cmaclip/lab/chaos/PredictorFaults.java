package io.cmaclip.lab.chaos;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Faults of the predictor of one service, which has listings in flight. */
final class PredictorFaults {
  private static final Duration DELAY = Duration.ofSeconds(1);

  private static final double SHARE_BEFORE = 0.3;

  private PredictorFaults() {}

  static Blow stall(Stage stage) throws InterruptedException {
    return throughout(
        command(stage, "stall", stage.pressure().stalled(), ""), stage.pressure().stalled());
  }

  static Blow fail(Stage stage) throws InterruptedException {
    return throughout(
        command(stage, "throw", stage.pressure().failing(), ""), stage.pressure().failing());
  }

  /** Results come late, and for some of them nobody waits any more: a service joins and leaves. */
  static Blow late(Stage stage) throws InterruptedException {
    Duration duration = stage.pressure().stalled();
    stage.release(SHARE_BEFORE);
    Blow blow = command(stage, "late", duration, " " + DELAY.toMillis());
    Blow other = ServiceFaults.rescale(stage);
    return throughout(
        blow.withNote(blow.note() + ", " + other.target() + " left meanwhile"), duration);
  }

  /** Waits until it is over, so that no further fault cuts it short. */
  private static Blow throughout(Blow blow, Duration duration) throws InterruptedException {
    long left = duration.toNanos() - (System.nanoTime() - blow.nanos());
    TimeUnit.NANOSECONDS.sleep(left);
    return blow;
  }

  /** Orders it; it ends by itself. */
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
