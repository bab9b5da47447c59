package io.cmaclip.trainer.data;

import io.cmaclip.model.architecture.TaskShape;
import io.cmaclip.model.errors.UserException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A task and the values of its field in the training split, in alphabetical order, so that the
 * order of rows has no effect.
 */
public record TaskClasses(String name, List<String> classes) {
  public TaskClasses {
    classes = List.copyOf(classes);
  }

  /**
   * The tasks of a training split.
   *
   * @param wanted fields to learn, in order; empty = every field that looks like an attribute
   * @throws UserException when a wanted field has fewer than two values, or no field qualifies
   */
  public static List<TaskClasses> of(List<RawListing> training, List<String> wanted) {
    return TaskSelection.of(training.stream().map(RawListing::fields).toList(), wanted).tasks();
  }

  /** Name and number of classes, which determine the shapes of the weights. */
  public TaskShape shape() {
    return new TaskShape(name, classes.size());
  }

  /**
   * Class numbers of one listing; -1 where the label is missing or unknown to the training split.
   */
  static int[] labels(List<TaskClasses> tasks, Map<String, String> fields) {
    int[] labels = new int[tasks.size()];
    for (int task = 0; task < labels.length; task++) {
      labels[task] =
          tasks.get(task).classes().indexOf(fields.getOrDefault(tasks.get(task).name(), ""));
    }
    return labels;
  }

  /** Listings per class of each task, in class order. */
  public static Map<String, int[]> counts(List<TaskClasses> tasks, ListingSet listings) {
    Map<String, int[]> counts = new LinkedHashMap<>();
    for (int task = 0; task < tasks.size(); task++) {
      int[] count = new int[tasks.get(task).classes().size()];
      for (int i = 0; i < listings.size(); i++) {
        if (listings.label(i, task) >= 0) {
          count[listings.label(i, task)]++;
        }
      }
      counts.put(tasks.get(task).name(), count);
    }
    return counts;
  }
}
