package io.cmaclip.trainer.stages;

import java.util.List;

/**
 * What a checkpoint says beside its tensors.
 *
 * @param run identifies recipe, seed and data: a checkpoint of another run is refused
 * @param loss sum over the steps of the unfinished epoch
 * @param best highest validation accuracy of the stage so far, -1 = none
 * @param bestEpoch epoch of it, from 1
 * @param history finished epochs
 * @param cpuSeconds spent before, resumed runs added up
 * @param wallSeconds the same in wall time
 */
record Progress(
    String run,
    Position position,
    LossValue loss,
    double best,
    int bestEpoch,
    List<EpochRecord> history,
    double cpuSeconds,
    double wallSeconds) {
  Progress {
    history = List.copyOf(history);
  }

  static Progress start(String run) {
    return new Progress(run, Position.START, LossValue.ZERO, -1, 0, List.of(), 0, 0);
  }
}
