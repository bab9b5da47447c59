package io.cmaclip.trainer.stages;

import io.cmaclip.trainer.batches.Corruption;
import io.cmaclip.trainer.data.ListingSet;
import io.cmaclip.trainer.data.TaskClasses;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Data and tasks of a training run.
 *
 * @param closesWord whether a token id ends a word
 * @param corruption for images of the architecture's size
 */
public record TrainingData(
    List<TaskClasses> tasks,
    ListingSet training,
    ListingSet validation,
    IntPredicate closesWord,
    Corruption corruption) {
  public TrainingData {
    tasks = List.copyOf(tasks);
  }
}
