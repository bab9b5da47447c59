package io.cmaclip.trainer.data;

import io.cmaclip.model.architecture.TaskShape;
import io.cmaclip.model.errors.UserException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

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
   * @param wanted fields to learn, in order; empty = every field with at least two values
   * @throws UserException when a wanted field has fewer than two values, or no field qualifies
   */
  public static List<TaskClasses> of(List<RawListing> training, List<String> wanted) {
    Map<String, TreeSet<String>> values = new TreeMap<>();
    for (RawListing listing : training) {
      listing
          .fields()
          .forEach(
              (field, value) -> values.computeIfAbsent(field, f -> new TreeSet<>()).add(value));
    }
    List<TaskClasses> tasks = new ArrayList<>();
    for (String field : wanted.isEmpty() ? List.copyOf(values.keySet()) : wanted) {
      TreeSet<String> classes = values.getOrDefault(field, new TreeSet<>());
      if (classes.size() >= 2) {
        tasks.add(new TaskClasses(field, List.copyOf(classes)));
      } else if (!wanted.isEmpty()) {
        throw new UserException(
            "task "
                + field
                + ": the training split has "
                + classes.size()
                + " values of this field; a task needs at least 2");
      }
    }
    if (tasks.isEmpty()) {
      throw new UserException("the training split has no field with at least two values to learn");
    }
    return tasks;
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
