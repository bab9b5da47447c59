package io.cmaclip.trainer.stages;

import io.cmaclip.model.weights.WeightMap;

/**
 * Exponential moving average (EMA) of the weights, including running statistics. It is validated
 * and stored, and acts as the teacher for distillation. Confined to the training thread.
 */
final class MovingAverage implements AutoCloseable {
  private final EvaluationModel model;
  private final OptimizerScript script;
  private final double averaging;

  /**
   * Starts at the model's weights.
   *
   * @param averaging EMA decay per step, below 1; 0 = no averaging
   */
  MovingAverage(EvaluationModel model, OptimizerScript script, double averaging) {
    this.model = model;
    this.script = script;
    this.averaging = averaging;
  }

  /**
   * Updates the EMA after a step.
   *
   * @param taken steps in this stage, at least 1
   */
  void follow(NamedArrays weights, long taken) {
    // A smaller decay at first, so that the initial values fade quickly.
    double kept = Math.min(averaging, (1.0 + taken) / (10.0 + taken));
    script.average(
        weights.matching(model.arrays()).list(), weights.list(), averaging > 0 ? 1 - kept : 1);
  }

  void assign(WeightMap weights) {
    model.assign(weights);
  }

  WeightMap copy() {
    return model.copy();
  }

  /** The live model with the averaged weights. */
  EvaluationModel model() {
    return model;
  }

  @Override
  public void close() {
    model.close();
  }
}
