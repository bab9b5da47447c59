package io.cmaclip.trainer.stages;

/**
 * A teacher's answers to a batch, and the shares of teacher and labels in the loss.
 *
 * @param outputs by listing, logits of all tasks first; empty = no teacher
 * @param share teacher's share of the targets, 0 to 1; the rest comes from the labels
 * @param trimmed share of the labels to ignore, 0 to 0.9
 */
record Teaching(float[] outputs, double share, double trimmed) {
  static final Teaching NONE = new Teaching(new float[0], 0, 0);
}
