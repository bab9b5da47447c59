package io.cmaclip.trainer.stages;

import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.architecture.TaskShape;
import io.cmaclip.trainer.data.TaskClasses;
import io.cmaclip.trainer.recipe.Recipe;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * All that decides the weights of a run.
 *
 * @param architecture of the recipe, with the vocabulary that the tokenizer really has
 * @param start first values
 */
public record TrainingPlan(
    Recipe recipe, Architecture architecture, TrainingData data, Start start, long seed) {
  /** The tasks as the weights see them. */
  public List<TaskShape> tasks() {
    return data.tasks().stream().map(TaskClasses::shape).toList();
  }

  /** A hash over all of it, every listing included: tells whether a checkpoint belongs to a run. */
  String identity() {
    try {
      MessageDigest hash = MessageDigest.getInstance("SHA-256");
      hash.update(
          (recipe + " " + architecture + " " + seed + " " + data.tasks() + start.identity())
              .getBytes(StandardCharsets.UTF_8));
      hash.update(data.training().digest());
      hash.update(data.validation().digest());
      return HexFormat.of().formatHex(hash.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
