package io.cmaclip.model.predictor;

import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.architecture.TaskShape;
import java.util.Arrays;
import java.util.List;

/**
 * Where things stand in a row that {@code serve} of {@code cma_clip.py} gives for a listing.
 *
 * @param classes of all tasks together
 * @param alone classes that the auxiliary heads answer for: all, or 0 without them
 * @param width of an embedding
 */
record OutputLayout(int classes, int tasks, int alone, int width) {
  static OutputLayout of(Architecture architecture, List<TaskShape> tasks) {
    int classes = tasks.stream().mapToInt(TaskShape::classes).sum();
    return new OutputLayout(
        classes,
        tasks.size(),
        architecture.auxiliaryHeads() ? classes : 0,
        architecture.projection());
  }

  int imageWeight() {
    return classes;
  }

  int imageLogits() {
    return imageWeight() + tasks;
  }

  int textLogits() {
    return imageLogits() + alone;
  }

  int imageEmbedding() {
    return textLogits() + alone;
  }

  int textEmbedding() {
    return imageEmbedding() + width;
  }

  /** The embedding that begins at a place. */
  float[] embedding(float[] outputs, int at) {
    return Arrays.copyOfRange(outputs, at, at + width);
  }

  int columns() {
    return textEmbedding() + width;
  }
}
