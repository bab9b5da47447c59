package io.cmaclip.trainer.stages;

/**
 * How the labels of a batch are taken, and what a teacher answered about its listings as they are.
 *
 * @param outputs by listing, logits of all tasks first; empty = no teacher
 * @param share of the targets, 0 to 1; the labels have the rest
 * @param trimmed share of the labels that teach nothing, 0 to 0.9
 */
record Teaching(float[] outputs, double share, double trimmed) {
  static final Teaching NONE = new Teaching(new float[0], 0, 0);
}
