package io.cmaclip.trainer.recipe;

/**
 * AdamW (Loshchilov and Hutter, 2019) with clipping by global norm and an exponential moving
 * average (EMA) of the weights.
 *
 * @param weightDecay weight decay of matrices and kernels, 0 to 1; biases, norms, positions and
 *     scales are not decayed
 * @param beta1 decay of the mean of gradients, 0 to 1
 * @param beta2 decay of the mean of their squares, 0 to 1
 * @param epsilon added to the denominator, 0 to 1
 * @param clipNorm largest norm of all gradients together, above 0
 * @param averaging decay per step of the EMA of the weights, which is validated and stored; below
 *     1; 0 = no averaging
 */
public record OptimizerSettings(
    double weightDecay,
    double beta1,
    double beta2,
    double epsilon,
    double clipNorm,
    double averaging) {
  public OptimizerSettings {
    Range.check("optimizer.weightDecay", weightDecay, 0, 1);
    Range.check("optimizer.beta1", beta1, 0, 1);
    Range.check("optimizer.beta2", beta2, 0, 1);
    Range.check("optimizer.epsilon", epsilon, 0, 1);
    Range.check("optimizer.clipNorm", clipNorm, 1e-9, 1e9);
    Range.check("optimizer.averaging", averaging, 0, 0.999999);
  }
}
