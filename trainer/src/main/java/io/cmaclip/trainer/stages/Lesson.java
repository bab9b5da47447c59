package io.cmaclip.trainer.stages;

import io.cmaclip.trainer.batches.Batch;

/**
 * Input of one training step.
 *
 * @param untouched the same listings without augmentation, for the teacher; null without a teacher
 */
record Lesson(Batch batch, Batch untouched) {}
