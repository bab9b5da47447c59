package io.cmaclip.lab.chaos;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Faults of the predictor of a service that has listings in flight. */
final class PredictorFaults {
  private static final Duration DELAY = Duration.ofSeconds(1);
  private static final double SHARE_BEFORE = 0.3;

  private PredictorFaults() {}

  static InjectedFault stall(FaultContext context) throws InterruptedException {
    Duration duration = context.timings().stalled();
    return awaitEnd(command(context, "stall", duration, ""), duration);
  }

  static InjectedFault fail(FaultContext context) throws InterruptedException {
    Duration duration = context.timings().failing();
    return awaitEnd(command(context, "throw", duration, ""), duration);
  }

  /**
   * Delays results while a service joins and leaves, so that some results arrive after a revoke.
   */
  static InjectedFault late(FaultContext context) throws InterruptedException {
    Duration duration = context.timings().stalled();
    context.release(SHARE_BEFORE);
    InjectedFault injected = command(context, "late", duration, " " + DELAY.toMillis());
    InjectedFault other = ServiceFaults.rescale(context);
    return awaitEnd(
        injected.withNote(injected.note() + ", " + other.target() + " left meanwhile"), duration);
  }

  private static InjectedFault awaitEnd(InjectedFault injected, Duration duration)
      throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(duration.toNanos() - (System.nanoTime() - injected.nanos()));
    return injected;
  }

  /** Sends a command; the fault ends after {@code duration}. */
  private static InjectedFault command(
      FaultContext context, String verb, Duration duration, String more)
      throws InterruptedException {
    return ServiceFaults.inject(
        context,
        service -> {
          service.tell(verb + " " + duration.toMillis() + more);
          return "for " + duration.toSeconds() + " s";
        });
  }
}
