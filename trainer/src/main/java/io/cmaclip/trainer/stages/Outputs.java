package io.cmaclip.trainer.stages;

import io.cmaclip.trainer.data.TaskClasses;
import java.util.Arrays;
import java.util.List;

/**
 * Answers of a model to every listing of a split in one modality state. The first index is the
 * listing. Rows of listings without the state's modality are null.
 *
 * @param logits logits of all tasks, concatenated
 * @param imageWeight per task, 0 to 1
 * @param imageLogits logits from the image alone; empty rows without auxiliary heads
 * @param textLogits logits from the title alone; empty rows without auxiliary heads
 * @param imageEmbedding L2-normalised
 * @param textEmbedding L2-normalised
 */
public record Outputs(
    float[][] logits,
    float[][] imageWeight,
    float[][] imageLogits,
    float[][] textLogits,
    float[][] imageEmbedding,
    float[][] textEmbedding) {
  static Outputs empty(int listings) {
    return new Outputs(
        new float[listings][],
        new float[listings][],
        new float[listings][],
        new float[listings][],
        new float[listings][],
        new float[listings][]);
  }

  /** The part of a row of logits that belongs to one task. */
  public static float[] ofTask(float[] row, List<TaskClasses> tasks, int task) {
    int from = 0;
    for (int before = 0; before < task; before++) {
      from += tasks.get(before).classes().size();
    }
    return Arrays.copyOfRange(row, from, from + tasks.get(task).classes().size());
  }
}
