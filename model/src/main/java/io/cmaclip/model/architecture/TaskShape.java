package io.cmaclip.model.architecture;

/**
 * Name and number of classes of a classification task.
 *
 * @param classes at least 2
 */
public record TaskShape(String name, int classes) {
  public TaskShape {
    if (name == null || name.isBlank()) {
      throw new IllegalArgumentException("a task needs a name");
    }
    if (classes < 2) {
      throw new IllegalArgumentException(
          "task " + name + ": classes = " + classes + ": must be at least 2");
    }
  }
}
