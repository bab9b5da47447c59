package io.cmaclip.trainer.stages;

/**
 * Position of a training run.
 *
 * @param stage number of the stage, from 0
 * @param epoch number of the epoch within the stage, from 0
 * @param batch finished batches of the epoch
 * @param steps optimizer steps of this stage
 */
record Position(int stage, int epoch, int batch, long steps) {
  static final Position START = new Position(0, 0, 0, 0);

  Position nextBatch() {
    return new Position(stage, epoch, batch + 1, steps + 1);
  }

  Position nextEpoch() {
    return new Position(stage, epoch + 1, 0, steps);
  }

  Position nextStage() {
    return new Position(stage + 1, 0, 0, 0);
  }
}
