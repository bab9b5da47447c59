package io.cmaclip.trainer.stages;

import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.architecture.TaskShape;
import io.cmaclip.model.files.Checksum;
import io.cmaclip.trainer.data.TaskClasses;
import io.cmaclip.trainer.recipe.Recipe;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * Everything that determines the weights of a run.
 *
 * @param architecture of the recipe, with the tokenizer's actual vocabulary size
 * @param start initial weights
 * @param teacher answers of fixed teachers; with {@link TeacherAnswers#NONE} the EMA model teaches
 */
public record TrainingPlan(
    Recipe recipe,
    Architecture architecture,
    TrainingData data,
    Start start,
    TeacherAnswers teacher,
    long seed) {
  /** Without a fixed teacher. */
  public TrainingPlan(
      Recipe recipe, Architecture architecture, TrainingData data, Start start, long seed) {
    this(recipe, architecture, data, start, TeacherAnswers.NONE, seed);
  }

  /** Names and numbers of classes, which determine the shapes of the weights. */
  public List<TaskShape> tasks() {
    return data.tasks().stream().map(TaskClasses::shape).toList();
  }

  /** Hash over everything, including all listings; checkpoints identify their run by it. */
  String identity() {
    MessageDigest hash = Checksum.sha256();
    hash.update(
        (recipe
                + " "
                + architecture
                + " "
                + seed
                + " "
                + data.tasks()
                + start.identity()
                + teacher.identity())
            .getBytes(StandardCharsets.UTF_8));
    hash.update(data.training().digest());
    hash.update(data.validation().digest());
    return HexFormat.of().formatHex(hash.digest());
  }
}
