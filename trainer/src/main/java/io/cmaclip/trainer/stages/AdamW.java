package io.cmaclip.trainer.stages;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import io.cmaclip.trainer.recipe.OptimizerSettings;
import io.cmaclip.trainer.recipe.ParameterGroup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * AdamW over groups of parameters, with clipping by the norm of all gradients together. Checkpoints
 * store its state (means and squares of gradients). Confined to the training thread.
 */
final class AdamW implements AutoCloseable {
  /** Last name components of the weights with weight decay. */
  private static final Set<String> DECAYED =
      Set.of(
          "qkv_weight",
          "out_weight",
          "up_weight",
          "down_weight",
          "patch_weight",
          "projection",
          "token",
          "hidden_weight",
          "class_weight",
          "image_class_weight",
          "text_class_weight",
          "conv_weight",
          "conv1_weight",
          "conv2_weight",
          "conv3_weight");

  /** Parameters that share learning rate and weight decay. */
  private record Group(ParameterGroup kind, double decay, OptimizerScript.Moments moments) {}

  private final PtNDManager manager;
  private final OptimizerScript script;
  private final OptimizerSettings settings;
  private final NamedArrays parameters;
  private final NamedArrays means;
  private final NamedArrays squares;
  private final List<Group> groups = new ArrayList<>();

  /**
   * Starts with empty state.
   *
   * @param parameters without frozen parameters
   * @param taken steps already taken, when the caller restores state
   */
  AdamW(
      PtNDManager parent,
      OptimizerScript script,
      OptimizerSettings settings,
      NamedArrays parameters,
      long taken) {
    this.manager = (PtNDManager) parent.newSubManager();
    this.script = script;
    this.settings = settings;
    this.parameters = parameters;
    this.means = parameters.zeros(manager);
    this.squares = parameters.zeros(manager);
    for (ParameterGroup kind : ParameterGroup.values()) {
      for (boolean decayed : new boolean[] {true, false}) {
        NamedArrays members =
            parameters.where(n -> ParameterGroup.of(n) == kind && decayed == isDecayed(n));
        if (!members.arrays().isEmpty()) {
          groups.add(
              new Group(
                  kind,
                  decayed ? settings.weightDecay() : 0,
                  new OptimizerScript.Moments(
                      members.list(),
                      members.matching(means).list(),
                      members.matching(squares).list(),
                      members.arrays().values().stream()
                          .map(p -> (PtNDArray) manager.create((float) taken))
                          .toArray(PtNDArray[]::new))));
        }
      }
    }
  }

  static boolean isDecayed(String name) {
    return DECAYED.contains(name.substring(name.lastIndexOf('.') + 1));
  }

  /**
   * Clips, steps and zeroes the gradients.
   *
   * @param rate learning rate of a group at this step
   * @return norm of all gradients before clipping
   */
  float step(ToDoubleFunction<ParameterGroup> rate) {
    try (PtNDManager step = (PtNDManager) manager.newSubManager()) {
      List<PtNDArray[]> gradients =
          groups.stream()
              .map(
                  g ->
                      Arrays.stream(g.moments().parameters())
                          .map(p -> gradient(p, step))
                          .toArray(PtNDArray[]::new))
              .toList();
      PtNDArray[] all = gradients.stream().flatMap(Arrays::stream).toArray(PtNDArray[]::new);
      float norm = script.clip(all, settings.clipNorm(), step);
      for (int i = 0; i < groups.size(); i++) {
        Group group = groups.get(i);
        script.adamw(
            group.moments(),
            gradients.get(i),
            rate.applyAsDouble(group.kind()),
            group.decay(),
            settings);
      }
      return norm;
    }
  }

  private static PtNDArray gradient(PtNDArray parameter, PtNDManager step) {
    PtNDArray gradient = parameter.getGradient();
    // Otherwise the handle lives as long as the parameter.
    gradient.attach(step);
    return gradient;
  }

  /** State by name: running means and squares of the gradients. */
  Map<String, NamedArrays> state() {
    return Map.of("mean", means, "square", squares);
  }

  NamedArrays parameters() {
    return parameters;
  }

  @Override
  public void close() {
    manager.close();
  }
}
