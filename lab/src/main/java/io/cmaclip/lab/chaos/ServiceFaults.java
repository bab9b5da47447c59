package io.cmaclip.lab.chaos;

import java.time.Duration;
import java.util.Optional;

/** Faults of whole services. Each hits one that has listings in flight. */
final class ServiceFaults {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final Duration TRICKLE = Duration.ofMillis(300);
  private static final double SHARE_AT_ONCE = 0.02;
  private static final double SHARE_TO_JOIN = 0.7;

  private ServiceFaults() {}

  static Blow kill(Stage stage) throws InterruptedException {
    Optional<Victim> victim = victim(stage);
    if (victim.isEmpty()) {
      return nobody(stage);
    }
    Child service = victim.get().service();
    stage.fleet().release(service);
    Blow blow = Blow.now(stage, service.name(), victim.get().inFlight());
    service.kill();
    return blow;
  }

  static Blow terminate(Stage stage) throws InterruptedException {
    Optional<Victim> victim = victim(stage);
    if (victim.isEmpty()) {
      return nobody(stage);
    }
    Child service = victim.get().service();
    stage.fleet().release(service);
    Blow blow = Blow.now(stage, service.name(), victim.get().inFlight());
    boolean ended = service.terminate();
    return blow.withNote(ended ? "status " + service.exitStatus() : "had to be killed");
  }

  static Blow freeze(Stage stage) throws InterruptedException {
    Optional<Victim> victim = victim(stage);
    if (victim.isEmpty()) {
      return nobody(stage);
    }
    Child service = victim.get().service();
    Blow blow = Blow.now(stage, service.name(), victim.get().inFlight());
    service.freeze();
    try {
      Thread.sleep(stage.pressure().frozen().toMillis());
    } finally {
      service.thaw();
    }
    return blow.withNote("for " + stage.pressure().frozen().toSeconds() + " s");
  }

  /** Listings keep coming while partitions move to a service that joins, and from one that ends. */
  static Blow rescale(Stage stage) throws InterruptedException {
    stage.fleet().wantMore(1);
    double share = 0;
    while (!stage.fleet().awaitReady(TRICKLE) && share < SHARE_TO_JOIN) {
      share += SHARE_AT_ONCE;
      stage.release(share);
    }
    stage.fleet().awaitReady();
    stage.fleet().wantMore(-1);
    stage.release();
    return terminate(stage);
  }

  static Optional<Victim> victim(Stage stage) throws InterruptedException {
    return stage.fleet().victim(stage.random(), PATIENCE);
  }

  static Blow nobody(Stage stage) {
    return Blow.now(stage, "nobody", 0)
        .withNote("no service had listings in flight for " + PATIENCE.toSeconds() + " s");
  }
}
