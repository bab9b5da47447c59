package io.cmaclip.trainer.recipe;

import io.cmaclip.model.architecture.Architecture;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * All settings of a training run except data and seed.
 *
 * @param name name of the bundle
 * @param architecture sizes; {@code text.vocabulary} is the upper limit when the tokenizer is
 *     learned
 * @param tasks fields to learn, in order; empty = chosen from the training split
 * @param noise noise thresholds; default {@link NoiseSettings#DEFAULT}
 * @param damage label noise to add; default {@link DamageSettings#NONE}
 * @param precision target precision of accepted answers, above 0 and below 1
 */
public record Recipe(
    String name,
    Architecture architecture,
    List<String> tasks,
    List<Stage> stages,
    OptimizerSettings optimizer,
    LossSettings losses,
    DropoutSettings dropout,
    AugmentationSettings augmentation,
    NoiseSettings noise,
    DamageSettings damage,
    double precision) {
  public Recipe {
    required("name", name);
    required("architecture", architecture);
    required("stages", stages);
    required("optimizer", optimizer);
    required("losses", losses);
    required("dropout", dropout);
    required("augmentation", augmentation);
    noise = noise == null ? NoiseSettings.DEFAULT : noise;
    damage = damage == null ? DamageSettings.NONE : damage;
    tasks = tasks == null ? List.of() : List.copyOf(tasks);
    stages = List.copyOf(stages);
    Range.check("precision", precision, 0.01, 0.999);
    Set<String> names = new HashSet<>();
    for (Stage stage : stages) {
      if (!names.add(stage.name())) {
        throw new IllegalArgumentException("stages: the name " + stage.name() + " is used twice");
      }
    }
  }

  /** The same with a known share of noisy listings. */
  public Recipe withNoiseShare(double share) {
    return new Recipe(
        name,
        architecture,
        tasks,
        stages,
        optimizer,
        losses,
        dropout,
        augmentation,
        noise.withShare(share),
        damage,
        precision);
  }

  /** The same with other tasks. */
  public Recipe withTasks(List<String> others) {
    return new Recipe(
        name,
        architecture,
        others,
        stages,
        optimizer,
        losses,
        dropout,
        augmentation,
        noise,
        damage,
        precision);
  }

  /** The same with other stages. */
  public Recipe with(List<Stage> others) {
    return new Recipe(
        name,
        architecture,
        tasks,
        others,
        optimizer,
        losses,
        dropout,
        augmentation,
        noise,
        damage,
        precision);
  }

  private static void required(String key, Object value) {
    if (value == null) {
      throw new IllegalArgumentException(key + " is missing");
    }
  }
}
