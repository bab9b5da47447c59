package io.cmaclip.lab.chaos;

/** Injects a fault of any kind. */
final class Faults {
  private Faults() {}

  static InjectedFault inject(FaultKind kind, FaultContext context) throws InterruptedException {
    switch (kind) {
      // These release their listings gradually.
      case DEAD_LETTERS_REFUSED, RESCALE, LATE -> {}
      default -> context.release();
    }
    return switch (kind) {
      case KILL -> ServiceFaults.kill(context);
      case TERMINATE -> ServiceFaults.terminate(context);
      case FREEZE -> ServiceFaults.freeze(context);
      case RESCALE -> ServiceFaults.rescale(context);
      case STALL -> PredictorFaults.stall(context);
      case FAIL -> PredictorFaults.fail(context);
      case LATE -> PredictorFaults.late(context);
      case BROKER_RESTART -> ClusterFaults.restart(context);
      case BROKER_KILL -> ClusterFaults.kill(context);
      case BROKERS_AWAY -> ClusterFaults.brokersAway(context);
      case REGISTRY_AWAY -> ClusterFaults.registry(context);
      case DEAD_LETTERS_REFUSED -> ClusterFaults.deadLettersRefused(context);
    };
  }
}
