package io.cmaclip.lab.chaos;

/** How each kind is done. */
final class Faults {
  private Faults() {}

  static Blow inflict(FaultKind kind, Stage stage) throws InterruptedException {
    switch (kind) {
      // These let their listings go bit by bit.
      case DEAD_LETTERS_REFUSED, RESCALE, LATE -> {}
      default -> stage.release();
    }
    return switch (kind) {
      case KILL -> ServiceFaults.kill(stage);
      case TERMINATE -> ServiceFaults.terminate(stage);
      case FREEZE -> ServiceFaults.freeze(stage);
      case RESCALE -> ServiceFaults.rescale(stage);
      case STALL -> PredictorFaults.stall(stage);
      case FAIL -> PredictorFaults.fail(stage);
      case LATE -> PredictorFaults.late(stage);
      case BROKER_RESTART -> ClusterFaults.restart(stage);
      case BROKER_KILL -> ClusterFaults.kill(stage);
      case BROKERS_AWAY -> ClusterFaults.brokersAway(stage);
      case REGISTRY_AWAY -> ClusterFaults.registry(stage);
      case DEAD_LETTERS_REFUSED -> ClusterFaults.deadLettersRefused(stage);
    };
  }
}
