package io.cmaclip.trainer.recipe;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * One stage of training (paper, Algorithm 1). The learning rate rises linearly over the first
 * steps, then falls along a cosine.
 *
 * @param name unique within the recipe
 * @param epochs passes over the training split, 0 to 10,000; 0 skips the stage
 * @param batch listings per step, 2 to 65,536
 * @param learningRates highest learning rate per group, 0 to 1; a group that is absent or 0 is
 *     frozen, including its batch-norm statistics
 * @param warmUp share of the stage's steps over which the rate rises, 0 to 1
 * @param lastRate rate at the last step as a share of the highest, 0 to 1
 * @param varied whether data augmentation applies to images and titles; default true. If false and
 *     {@code clip} is frozen, each image and title is encoded only once
 */
public record Stage(
    String name,
    Objective objective,
    int epochs,
    int batch,
    Map<ParameterGroup, Double> learningRates,
    double warmUp,
    double lastRate,
    Boolean varied) {
  public Stage {
    if (name == null || name.isBlank()) {
      throw new IllegalArgumentException("stages: each stage needs a name");
    }
    if (objective == null) {
      throw new IllegalArgumentException(
          "stages." + name + ".objective is missing: must be contrastive or classification");
    }
    Range.check("stages." + name + ".epochs", epochs, 0, 10_000);
    Range.check("stages." + name + ".batch", batch, 2, 65_536);
    Range.check("stages." + name + ".warmUp", warmUp, 0, 1);
    Range.check("stages." + name + ".lastRate", lastRate, 0, 1);
    Map<ParameterGroup, Double> rates = new EnumMap<>(ParameterGroup.class);
    if (learningRates != null) {
      rates.putAll(learningRates);
    }
    String key = "stages." + name + ".learningRates.";
    rates.forEach((group, rate) -> Range.check(key + group, rate, 0, 1));
    // In the order of the groups: a checkpoint identifies its run by the recipe's text, and the
    // iteration order of Map.copyOf differs between processes.
    learningRates = Collections.unmodifiableMap(rates);
    varied = varied == null || varied;
  }

  /** Highest learning rate of a group; 0 = frozen. */
  public double learningRate(ParameterGroup group) {
    return learningRates.getOrDefault(group, 0.0);
  }
}
