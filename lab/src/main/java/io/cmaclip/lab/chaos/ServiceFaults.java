package io.cmaclip.lab.chaos;

import java.time.Duration;
import java.util.Optional;

/** Faults of a service that has listings in flight. */
final class ServiceFaults {
  private static final Duration TARGET_TIMEOUT = Duration.ofMinutes(1);
  private static final Duration RELEASE_INTERVAL = Duration.ofMillis(300);
  private static final double RELEASED_SHARE = 0.02;
  private static final double LARGEST_SHARE_TO_JOIN = 0.7;

  /** Injects a fault into a service; returns the note for the timeline. */
  interface Injection {
    String inject(Child service) throws InterruptedException;
  }

  private ServiceFaults() {}

  /** Injects a fault into a service with listings in flight, if one is found in time. */
  static InjectedFault inject(FaultContext context, Injection injection)
      throws InterruptedException {
    Optional<TargetService> target = target(context);
    if (target.isEmpty()) {
      return InjectedFault.now(context, "none", 0)
          .withNote("no service had listings in flight for " + TARGET_TIMEOUT.toSeconds() + " s");
    }
    Child service = target.get().service();
    InjectedFault injected = InjectedFault.now(context, service.name(), target.get().inFlight());
    return injected.withNote(injection.inject(service));
  }

  static InjectedFault kill(FaultContext context) throws InterruptedException {
    return inject(
        context,
        service -> {
          context.fleet().release(service);
          service.kill();
          return "";
        });
  }

  static InjectedFault terminate(FaultContext context) throws InterruptedException {
    return inject(
        context,
        service -> {
          context.fleet().release(service);
          boolean ended = service.terminate();
          return ended ? "status " + service.exitStatus() : "killed after a timeout";
        });
  }

  static InjectedFault freeze(FaultContext context) throws InterruptedException {
    Duration duration = context.timings().frozen();
    return inject(
        context,
        service -> {
          service.freeze();
          try {
            Thread.sleep(duration.toMillis());
          } finally {
            service.thaw();
          }
          return "for " + duration.toSeconds() + " s";
        });
  }

  /** Sends listings while partitions move to a new service and away from a terminating one. */
  static InjectedFault rescale(FaultContext context) throws InterruptedException {
    context.fleet().wantMore(1);
    double share = 0;
    while (!context.fleet().awaitReady(RELEASE_INTERVAL) && share < LARGEST_SHARE_TO_JOIN) {
      share += RELEASED_SHARE;
      context.release(share);
    }
    context.fleet().awaitReady();
    context.fleet().wantMore(-1);
    context.release();
    return terminate(context);
  }

  static Optional<TargetService> target(FaultContext context) throws InterruptedException {
    return context.fleet().target(context.random(), TARGET_TIMEOUT);
  }
}
