package io.cmaclip.trainer.stages;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * How the labels of a batch are taken, and what a teacher answered about its listings as they are.
 *
 * @param outputs by listing, logits of all tasks first; empty = no teacher
 * @param share of the targets, 0 to 1; the labels have the rest
 * @param trimmed share of the labels that teach nothing, 0 to 0.9
 */
record Teaching(float[] outputs, double share, double trimmed) {
  static final Teaching NONE = new Teaching(new float[0], 0, 0);

  /** B rows; without columns when there is no teacher. */
  NDArray answers(int rows, NDManager manager) {
    return manager.create(outputs, new Shape(rows, outputs.length / rows));
  }
}
