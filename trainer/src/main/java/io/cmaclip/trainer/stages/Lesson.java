package io.cmaclip.trainer.stages;

import io.cmaclip.trainer.batches.Batch;

/**
 * Input of one training step.
 *
 * @param untouched the same listings without augmentation, for the mean teacher; null without it
 * @param taught answers of fixed teachers to the same listings; empty without them
 */
record Lesson(Batch batch, Batch untouched, float[] taught) {}
