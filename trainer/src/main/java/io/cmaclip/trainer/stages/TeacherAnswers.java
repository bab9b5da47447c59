package io.cmaclip.trainer.stages;

import io.cmaclip.trainer.data.ListingSet;
import io.cmaclip.trainer.data.TaskClasses;
import java.util.List;

/**
 * Answers of fixed teachers to unaugmented listings (knowledge distillation: Hinton, Vinyals and
 * Dean, 2015). Immutable; callers must not change the arrays.
 *
 * @param identity identifies the teachers in checkpoints; empty without a teacher
 * @param logits by listing: logits of all tasks, in the order of the run's tasks and classes; empty
 *     without a teacher
 */
public record TeacherAnswers(String identity, List<float[]> logits) {
  public static final TeacherAnswers NONE = new TeacherAnswers("", List.of());

  public TeacherAnswers {
    logits = List.copyOf(logits);
  }

  public boolean exist() {
    return !logits.isEmpty();
  }

  /** Mean accuracy over the tasks. */
  public double accuracy(ListingSet listings, List<TaskClasses> tasks) {
    return Validation.mean(Validation.accuracy(logits.toArray(float[][]::new), listings, tasks));
  }

  /** The answers to the listings of a batch, one after the other; empty without a teacher. */
  float[] to(int[] listings) {
    if (!exist()) {
      return new float[0];
    }
    int width = logits.get(0).length;
    float[] answers = new float[listings.length * width];
    for (int i = 0; i < listings.length; i++) {
      System.arraycopy(logits.get(listings[i]), 0, answers, i * width, width);
    }
    return answers;
  }
}
