package io.cmaclip.trainer.stages;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * What a teacher answered about the listings of a batch as they are.
 *
 * @param outputs by listing, logits of all tasks first; empty = no teacher
 * @param share of the targets, 0 to 1; the labels have the rest
 */
record Teaching(float[] outputs, double share) {
  static final Teaching NONE = new Teaching(new float[0], 0);

  /** B rows; without columns when there is no teacher. */
  NDArray answers(int rows, NDManager manager) {
    return manager.create(outputs, new Shape(rows, outputs.length / rows));
  }
}
