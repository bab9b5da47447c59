package io.cmaclip.model.predictor;

import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.architecture.TaskShape;
import java.util.Arrays;
import java.util.List;

/**
 * Columns of an output row of {@code serve} in {@code cma_clip.py}.
 *
 * @param classes of all tasks together
 * @param alone classes of the auxiliary heads: all, or 0 without them
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

  /** Returns the embedding that starts at an index. */
  float[] embedding(float[] outputs, int at) {
    return Arrays.copyOfRange(outputs, at, at + width);
  }

  int columns() {
    return textEmbedding() + width;
  }
}
