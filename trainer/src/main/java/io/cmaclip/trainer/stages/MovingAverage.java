package io.cmaclip.trainer.stages;

import io.cmaclip.model.weights.WeightMap;

/**
 * Exponential moving average (EMA) of the weights, running statistics included: what is measured
 * and stored, and what teaches where a recipe wants a teacher. Used by the training thread alone.
 */
final class MovingAverage implements AutoCloseable {
  private final EvaluationModel model;
  private final OptimizerScript script;
  private final double averaging;

  /**
   * An average that starts at the model's weights.
   *
   * @param averaging share of the average that a step keeps, below 1; 0 = the last weights
   */
  MovingAverage(EvaluationModel model, OptimizerScript script, double averaging) {
    this.model = model;
    this.script = script;
    this.averaging = averaging;
  }

  /**
   * Moves towards the weights after a step.
   *
   * @param taken steps in this stage, at least 1
   */
  void follow(NamedArrays weights, long taken) {
    // Early on it follows closely, or it would be made of first values for long.
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

  /** With the averaged weights; live. */
  EvaluationModel model() {
    return model;
  }

  @Override
  public void close() {
    model.close();
  }
}
